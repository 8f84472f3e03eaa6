package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;

/**
 * Whether a session that an ANNOUNCE offers is taken part in.
 *
 * @param reason why not, one line; empty with {@link Verdict#ACCEPT} and {@link Verdict#IGNORE}
 * @param abort what the host sends with {@link Verdict#REFUSE}, otherwise null
 */
public record Admission(Verdict verdict, String reason, Action.Send abort) {
    /** Block sizes beyond this don't fit the reference's 9000-byte packet buffer (wire facts 14). */
    public static final int MAX_BLOCK_SIZE = 8964;

    /** The same with what encryption adds to each packet (wire facts 2.6). */
    public static final int MAX_ENCRYPTED_BLOCK_SIZE = MAX_BLOCK_SIZE - 28;

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
            reason = parameters.trust().objection(header.sourceId(), encryptionOf(announce));
        }
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
        EncInfo encryption = encryptionOf(announce);
        if (encryption != null) {
            String reason = EncryptionTerms.objection(announce, encryption);
            if (reason != null) {
                return reason;
            }
        }
        if (announce.ccType() != Announce.CC_NONE && announce.ccType() != Announce.CC_TFMCC) {
            return "congestion control of type " + announce.ccType() + " is not supported by this version";
        }
        if (announce.syncMode() || announce.syncPreview()) {
            return "sync mode is not supported by this version";
        }
        int maxBlockSize = encryption == null ? MAX_BLOCK_SIZE : MAX_ENCRYPTED_BLOCK_SIZE;
        if (announce.blockSize() < 1 || announce.blockSize() > maxBlockSize) {
            return "block size " + announce.blockSize() + " is not in 1.." + maxBlockSize;
        }
        if (announce.robust() < MIN_ROBUST || announce.robust() > MAX_ROBUST) {
            return "robust factor " + announce.robust() + " is not in " + MIN_ROBUST + ".." + MAX_ROBUST;
        }
        return null;
    }

    /** What the session is encrypted with, or null; wherever it stands among the extensions. */
    static EncInfo encryptionOf(Announce announce) {
        for (HeaderExtension extension : announce.extensions()) {
            if (extension instanceof EncInfo encryption) {
                return encryption;
            }
        }
        return null;
    }
}
