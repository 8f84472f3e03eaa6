package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import java.util.List;

/**
 * The end of a session: COMPLETE for file 0 at once, again every 4 GRTT until DONE_CONF, for at most 4 * robust GRTT, after
 * which nobody doubts the success (wire facts 8.4).
 */
final class SessionCompletion {
    private static final int RESEND_GRTTS = 4;

    private static final Complete SESSION_COMPLETE = new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY);

    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final GrttTimer resend = new GrttTimer(RESEND_GRTTS, ReceiverSession.MIN_RESEND_NS);
    private final GrttTimer overall;

    SessionCompletion(int robust, AdvertisedGrtt grtt, ReceiverOutbox outbox, long nowNs) {
        this.grtt = grtt;
        this.outbox = outbox;
        overall = new GrttTimer(RESEND_GRTTS * robust, ReceiverSession.MIN_TIMEOUT_NS);
        overall.start(nowNs);
        complete(nowNs);
    }

    /** Says COMPLETE; also when another DONE asks for it. */
    void complete(long nowNs) {
        outbox.send(SESSION_COMPLETE);
        resend.start(nowNs);
    }

    /** True when the sender has had its time to confirm. */
    boolean onTimeout(long nowNs) {
        if (overall.isDue(nowNs, grtt.ns())) {
            return true;
        }
        if (resend.isDue(nowNs, grtt.ns())) {
            complete(nowNs);
        }
        return false;
    }

    long deadlineNs() {
        return Math.min(overall.deadlineNs(grtt.ns()), resend.deadlineNs(grtt.ns()));
    }
}
