package io.uftpengine.core.protocol.receiver;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionEnded;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.session.PeerText;

/**
 * A receiver's way out of a session, however that has ended for the network: the private group is left, and a file that is not whole is thrown
 * away. One that is whole is not: whether it gets into its place is worth a moment, and is told before the end.
 */
final class Leaving {
    /** How long a session that has to end waits to hear whether its last file, which is whole, got into its place. */
    static final long COMMIT_GRACE_NS = 1_000_000_000;

    private final Joining joining;
    private final FileExchange files;
    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final GrttTimer commitGrace = new GrttTimer(0, COMMIT_GRACE_NS);
    private SessionEnded ended;
    private boolean over;

    Leaving(Joining joining, FileExchange files, AdvertisedGrtt grtt, ReceiverOutbox outbox) {
        this.joining = joining;
        this.files = files;
        this.grtt = grtt;
        this.outbox = outbox;
    }

    /** The peer hears, or says, nothing more. Called once. */
    void begin(SessionOutcome outcome, String reason, long nowNs) {
        ended = new SessionEnded(outcome, PeerText.sanitise(reason));
        joining.leaveGroup();
        if (files.isCommitting()) {
            commitGrace.start(nowNs);
        } else {
            files.discard(ended.reason());
            end();
        }
    }

    /** The host's answer about the last file, if it is. */
    void onTaskResult(TaskResult result, long nowNs) {
        if (over) {
            return;
        }
        files.onTaskResult(result, nowNs);
        if (files.current() == null) {
            end();
        }
    }

    void onTimeout(long nowNs) {
        if (!over && commitGrace.isDue(nowNs, grtt.ns())) {
            files.abandon("whole, but not known to be in its place when the session ended");
            end();
        }
    }

    long deadlineNs() {
        return over ? ProtocolMachine.NO_DEADLINE : commitGrace.deadlineNs(grtt.ns());
    }

    private void end() {
        over = true;
        outbox.add(new SessionEvent.PhaseEntered(Phase.OVER));
        outbox.add(ended);
    }

    /** Nothing more comes of the session. */
    boolean isOver() {
        return over;
    }
}
