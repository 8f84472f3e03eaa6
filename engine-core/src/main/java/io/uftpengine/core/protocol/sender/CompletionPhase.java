package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.session.RetryTimer;

/**
 * Ends the session with everybody (protocol 3.4; wire facts 8.3): DONE for file 0 until each receiver has sent COMPLETE
 * or failed; each COMPLETE is confirmed at once, a repeated one again. When all are in, repetitions are answered for a while,
 * and at its end everybody is confirmed once more.
 *
 * <p>The reference lingers for one GRTT. That only helps where a DONE was repeated, for receivers repeat a COMPLETE after 4
 * GRTT and no sooner (wire facts 8.4). Whoever lost its DONE_CONF is helped by the second one, so that on long paths the end
 * need not wait for so long.
 */
final class CompletionPhase implements SenderPhase {
    /** File ID of the whole group. */
    private static final int WHOLE_GROUP = 0;
    /** Share of the GRTT to linger for, when that is longer than {@link #SHORT_LINGER_NS}. */
    private static final long LINGERS_PER_GRTT = 4;

    private static final long SHORT_LINGER_NS = 100_000_000;

    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final RetryTimer timer;
    private final Confirmations confirmations;
    private int waiting;
    private boolean lingering;
    private long lingerUntilNs;
    private boolean over;
    private long timeNs;

    CompletionPhase(Outbox outbox, Participants participants, GrttControl grtt, int robust, long nowNs) {
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        timer = RetryTimer.patient(robust);
        confirmations = new Confirmations(outbox, DoneConf::new, this::onConfirmed);
        waiting = participants.live();
        timeNs = nowNs;
        ask(nowNs);
    }

    private void ask(long nowNs) {
        timer.attempt(grtt.timerNs(), nowNs);
        outbox.sendListing(
                participants.all(),
                CompletionPhase::isWaitedFor,
                list -> new Done(WHOLE_GROUP, 0, list),
                Outbox.TO_PRIVATE,
                nowNs);
    }

    private static boolean isWaitedFor(Participant participant) {
        return participant.isLive() && !participant.sessionCompleted;
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        timeNs = nowNs;
        if (message instanceof Complete complete && complete.fileId() == WHOLE_GROUP) {
            if (isWaitedFor(from)) {
                from.sessionCompleted = true;
                waiting--;
            }
            confirmations.add(from, nowNs);
        }
    }

    private void onConfirmed(Participant participant) {
        if (participant.isLive()) {
            participants.change(participant, ReceiverState.DONE, "", timeNs);
        }
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        if (!participant.sessionCompleted) {
            waiting--;
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        timeNs = nowNs;
        if (lingering) {
            confirmations.onTimeout(nowNs);
            if (nowNs >= lingerUntilNs) {
                confirmations.flush(nowNs);
                outbox.sendListing(
                        participants.all(),
                        participant -> participant.state() == ReceiverState.DONE,
                        DoneConf::new,
                        Outbox.TO_PRIVATE,
                        nowNs);
                over = true;
            }
        } else if (waiting == 0) {
            confirmations.flush(nowNs);
            lingering = true;
            lingerUntilNs = nowNs + lingerNs();
        } else {
            confirmations.onTimeout(nowNs);
            if (timer.isDue(nowNs)) {
                askAgain(nowNs);
            }
        }
    }

    private long lingerNs() {
        return Math.min(grtt.timerNs(), Math.max(SHORT_LINGER_NS, grtt.timerNs() / LINGERS_PER_GRTT));
    }

    private void askAgain(long nowNs) {
        if (!timer.isExhausted()) {
            ask(nowNs);
            return;
        }
        for (Participant participant : participants.all()) {
            if (isWaitedFor(participant)) {
                waiting--;
                participants.change(participant, ReceiverState.LOST, "did not confirm the end of the session", nowNs);
            }
        }
    }

    @Override
    public long deadlineNs() {
        if (over) {
            return ProtocolMachine.NO_DEADLINE;
        }
        return Math.min(confirmations.deadlineNs(), lingering ? lingerUntilNs : timer.deadlineNs());
    }

    @Override
    public void keepAlive(long nowNs) {
        // Receivers that wait for DONE_CONF repeat their COMPLETE by themselves (wire facts 8.4).
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public String waitingFor() {
        return lingering ? "late COMPLETEs" : waiting + " COMPLETE";
    }
}
