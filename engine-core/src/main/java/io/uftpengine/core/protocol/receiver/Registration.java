package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Register;

/**
 * Registers with the sender: REGISTER at once, again every 5 GRTT, given up after {@code robust} of them (wire facts 8.4,
 * T21).
 *
 * <p>The reference counts time instead, 5 * robust GRTT from the ANNOUNCE, which is the same while the GRTT stays. But a
 * sender's GRTT collapses with its first measurement (T22), from half a second to ten milliseconds say, and then that time
 * is suddenly over for everybody whose REGISTER or REG_CONF was lost. Tries don't shrink.
 */
final class Registration {
    private static final int RESEND_GRTTS = 5;

    /** An ANNOUNCE that lists us is answered again, but not more often than this; the reference ignores it. */
    private static final int REPEAT_GRTTS = 1;

    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final SenderTimestamp timestamp;
    private final GrttTimer resend = new GrttTimer(RESEND_GRTTS, ReceiverSession.MIN_RESEND_NS);
    private final GrttTimer repeat = new GrttTimer(REPEAT_GRTTS, ReceiverSession.MIN_RESEND_NS);
    private final int robust;
    private final long earliestEndNs;
    private int unanswered;

    /** @param announceMicros time stamp of the ANNOUNCE, which all REGISTERs echo (wire facts 2.4) */
    Registration(long announceMicros, int robust, AdvertisedGrtt grtt, ReceiverOutbox outbox, long nowNs) {
        this.grtt = grtt;
        this.outbox = outbox;
        this.robust = robust;
        timestamp = new SenderTimestamp(announceMicros, nowNs);
        earliestEndNs = nowNs + ReceiverSession.MIN_TIMEOUT_NS;
        register(nowNs);
        resend.start(nowNs);
    }

    private void register(long nowNs) {
        outbox.send(Register.clear(timestamp.echo(nowNs), IdList.EMPTY));
        repeat.start(nowNs);
    }

    /** The sender announces as if it had not heard of us. */
    void onAnnounce(long nowNs) {
        if (repeat.isDue(nowNs, grtt.ns())) {
            register(nowNs);
        }
    }

    /** True when it is time to give up. */
    boolean onTimeout(long nowNs) {
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
        return resend.deadlineNs(grtt.ns());
    }
}
