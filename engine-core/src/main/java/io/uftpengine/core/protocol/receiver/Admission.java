package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import java.util.List;

/**
 * Whether a session that an ANNOUNCE offers is taken part in.
 *
 * @param reason why not, one line; empty with {@link Verdict#ACCEPT} and {@link Verdict#IGNORE}
 * @param abort what the host sends with {@link Verdict#REFUSE}, otherwise null
 */
public record Admission(Verdict verdict, String reason, Action.Send abort) {
    /** Block sizes beyond this don't fit the reference's 9000-byte packet buffer (wire facts 14). */
    public static final int MAX_BLOCK_SIZE = 8964;

    /** Range of the robustness factor (wire facts 13.1). */
    public static final int MIN_ROBUST = 10;

    public static final int MAX_ROBUST = 50;

    /** What to do with the ANNOUNCE. */
    public enum Verdict {
        /** Make a {@link ReceiverSession} of it. */
        ACCEPT,
        /** It does not concern this receiver; no answer. */
        IGNORE,
        /** It concerns this receiver, which can't take part and says so. */
        REFUSE
    }

    private static final Admission ACCEPTED = new Admission(Verdict.ACCEPT, "", null);
    private static final Admission IGNORED = new Admission(Verdict.IGNORE, "", null);

    /** Judges a datagram that belongs to no session; the host has checked its version. */
    static Admission of(ReceiverParameters parameters, Inbound inbound) {
        UftpHeader header = inbound.header();
        if (!(inbound.message() instanceof Announce announce) || header.groupId() == 0) {
            return IGNORED;
        }
        // Before anything is refused: an ANNOUNCE for others gets no answer, whatever it holds (wire facts 5.3).
        if (!announce.receivers().isEmpty() && !announce.receivers().contains(parameters.uniqueId())) {
            return IGNORED;
        }
        String reason = objection(announce);
        if (reason == null) {
            return ACCEPTED;
        }
        UftpHeader reply = new UftpHeader(
                header.version(), Function.ABORT, 0, parameters.uniqueId(), header.groupId(), header.instance(), 0, 0);
        return new Admission(
                Verdict.REFUSE,
                reason,
                new Action.Send(reply, new Abort(0, 0, reason), new Action.Unicast(inbound.remote())));
    }

    private static String objection(Announce announce) {
        if (isEncrypted(announce.extensions())) {
            return "encryption is not supported by this version";
        }
        if (announce.ccType() != Announce.CC_NONE) {
            return "congestion control of type " + announce.ccType() + " is not supported by this version";
        }
        if (announce.syncMode() || announce.syncPreview()) {
            return "sync mode is not supported by this version";
        }
        if (announce.blockSize() < 1 || announce.blockSize() > MAX_BLOCK_SIZE) {
            return "block size " + announce.blockSize() + " is not in 1.." + MAX_BLOCK_SIZE;
        }
        if (announce.robust() < MIN_ROBUST || announce.robust() > MAX_ROBUST) {
            return "robust factor " + announce.robust() + " is not in " + MIN_ROBUST + ".." + MAX_ROBUST;
        }
        return null;
    }

    private static boolean isEncrypted(List<?> extensions) {
        for (Object extension : extensions) {
            if (extension instanceof EncInfo) {
                return true;
            }
        }
        return false;
    }
}
