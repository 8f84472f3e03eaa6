package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Register;

/**
 * Registers with the sender: REGISTER at once, again every 5 GRTT, given up after 5 * robust GRTT (wire facts 8.4, T21).
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
    private final GrttTimer overall;

    /** @param announceMicros time stamp of the ANNOUNCE, which all REGISTERs echo (wire facts 2.4) */
    Registration(long announceMicros, int robust, AdvertisedGrtt grtt, ReceiverOutbox outbox, long nowNs) {
        this.grtt = grtt;
        this.outbox = outbox;
        timestamp = new SenderTimestamp(announceMicros, nowNs);
        overall = new GrttTimer(RESEND_GRTTS * robust, ReceiverSession.MIN_TIMEOUT_NS);
        overall.start(nowNs);
        register(nowNs);
    }

    private void register(long nowNs) {
        outbox.send(Register.clear(timestamp.echo(nowNs), IdList.EMPTY));
        resend.start(nowNs);
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
        if (overall.isDue(nowNs, grtt.ns())) {
            return true;
        }
        if (resend.isDue(nowNs, grtt.ns())) {
            register(nowNs);
        }
        return false;
    }

    long deadlineNs() {
        return Math.min(overall.deadlineNs(grtt.ns()), resend.deadlineNs(grtt.ns()));
    }
}
