package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult.AnnounceVerified;

/**
 * Registers with the sender: REGISTER at once, again every 5 GRTT, given up after {@code robust} of them (wire facts 8.4,
 * T21); with CLIENT_KEY behind each if the sender asks for it (wire facts 6.5).
 *
 * <p>The reference counts time instead, 5 * robust GRTT from the ANNOUNCE, which is the same while the GRTT stays. But a
 * sender's GRTT collapses with its first measurement (T22), from half a second to ten milliseconds say, and then that time
 * is suddenly over for everybody whose REGISTER or REG_CONF was lost. Tries don't shrink.
 */
final class Registration {
    /** What a REGISTER of a clear session holds. */
    static final AnnounceVerified NO_KEYS =
            new AnnounceVerified(Bytes.zeros(Register.RANDOM_LENGTH), Bytes.EMPTY, null);

    /**
     * How long CLIENT_KEY is held behind its REGISTER in a closed group: a CLIENT_KEY whose REGISTER was lost or overtaken
     * kills a sender of version 5.0.1 (wire facts 1.2), though not one of 5.0.3. For the same reason REGISTER goes out twice.
     */
    static final long CLIENT_KEY_HOLD_NS = 3_000_000;

    private static final int RESEND_GRTTS = 5;

    /** An ANNOUNCE that lists us is answered again, but not more often than this; the reference ignores it. */
    private static final int REPEAT_GRTTS = 1;

    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final AnnounceVerified keys;
    private final boolean isCareful;
    private final SenderTimestamp timestamp;
    private final GrttTimer resend = new GrttTimer(RESEND_GRTTS, ReceiverSession.MIN_RESEND_NS);
    private final GrttTimer repeat = new GrttTimer(REPEAT_GRTTS, ReceiverSession.MIN_RESEND_NS);
    private final GrttTimer hold = new GrttTimer(0, CLIENT_KEY_HOLD_NS);
    private final int robust;
    private final long earliestEndNs;
    private int unanswered;

    /**
     * @param keys what to register with; {@link #NO_KEYS} in a clear session
     * @param isClosedGroup whether the ANNOUNCE lists receivers
     * @param timestamp of the ANNOUNCE and when that came; all REGISTERs echo it, and the time that its verification took must
     *     not look like a longer way (wire facts 2.4)
     */
    Registration(
            AnnounceVerified keys,
            boolean isClosedGroup,
            SenderTimestamp timestamp,
            int robust,
            AdvertisedGrtt grtt,
            ReceiverOutbox outbox,
            long nowNs) {
        this.keys = keys;
        this.grtt = grtt;
        this.outbox = outbox;
        this.robust = robust;
        this.timestamp = timestamp;
        isCareful = isClosedGroup && keys.clientKey() != null;
        earliestEndNs = nowNs + ReceiverSession.MIN_TIMEOUT_NS;
        register(nowNs);
        resend.start(nowNs);
    }

    private void register(long nowNs) {
        sendRegister(nowNs);
        repeat.start(nowNs);
        if (isCareful) {
            sendRegister(nowNs);
            hold.start(nowNs);
        } else if (keys.clientKey() != null) {
            sendClientKey();
        }
    }

    private void sendRegister(long nowNs) {
        outbox.send(new Register(timestamp.echo(nowNs), keys.random(), keys.ecdhBlob(), IdList.EMPTY));
    }

    private void sendClientKey() {
        outbox.send(keys.clientKey(), Protection.HANDSHAKE);
    }

    /** The sender announces as if it had not heard of us. */
    void onAnnounce(long nowNs) {
        if (repeat.isDue(nowNs, grtt.ns())) {
            register(nowNs);
        }
    }

    /** True when it is time to give up. */
    boolean onTimeout(long nowNs) {
        if (hold.isDue(nowNs, 0)) {
            hold.stop();
            sendClientKey();
        }
        if (!resend.isDue(nowNs, grtt.ns())) {
            return false;
        }
        unanswered++;
        if (unanswered >= robust && nowNs - earliestEndNs >= 0) {
            return true;
        }
        register(nowNs);
        resend.start(nowNs);
        return false;
    }

    long deadlineNs() {
        return Math.min(resend.deadlineNs(grtt.ns()), hold.deadlineNs(0));
    }
}
