package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Announced;
import io.uftpengine.core.protocol.session.RetryTimer;
import java.util.List;

/**
 * Invites receivers (protocol 3.1; wire facts 8.1).
 *
 * <p>A closed group is complete as soon as everybody listed has registered, and the session goes straight on: a receiver
 * whose REG_CONF is lost takes the FILEINFO for it (wire facts 5.3). An open group is announced the full number of times,
 * 3 GRTT apart, whoever registers meanwhile.
 *
 * <p>Unlike in the reference, an open group's ANNOUNCEs do not drift apart with the whole of a GRTT above the initial one:
 * one receiver that is slow to wake would make all wait for {@code robust} times its time. The phase stays long enough
 * for every receiver to repeat its REGISTER.
 */
final class AnnouncePhase implements SenderPhase {
    /** 15 GRTTs of announcing for robust 20, when the GRTT is far above the initial one. */
    private static final int GRTT_SHARE = 4;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final RetryTimer timer;
    private boolean attemptsOver;

    AnnouncePhase(SenderParameters parameters, Outbox outbox, Participants participants, GrttControl grtt) {
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        timer = parameters.isClosedGroup()
                ? RetryTimer.patient(parameters.robust())
                : RetryTimer.even(parameters.robust());
    }

    void announce(long nowNs) {
        timer.attempt(intervalGrttNs(), nowNs);
        if (parameters.isClosedGroup()) {
            outbox.sendListing(
                    participants.all(),
                    participant -> participant.state() == ReceiverState.MUTE,
                    list -> announcement(list, nowNs),
                    Outbox.TO_PUBLIC,
                    nowNs);
        } else {
            outbox.send(announcement(IdList.EMPTY, nowNs), Outbox.TO_PUBLIC, nowNs);
        }
        outbox.tell(new Announced(
                timer.attempts(), participants.live(), parameters.receivers().size()));
    }

    private long intervalGrttNs() {
        long longest = Math.max(parameters.grttNs(), grtt.timerNs() / GRTT_SHARE);
        return parameters.isClosedGroup() ? grtt.timerNs() : Math.min(grtt.timerNs(), longest);
    }

    private Announce announcement(IdList receivers, long nowNs) {
        return new Announce(
                false,
                false,
                parameters.robust(),
                Announce.CC_NONE,
                parameters.blockSize(),
                outbox.epochMicros(nowNs),
                parameters.publicAddress(),
                parameters.privateAddress(),
                List.of(),
                receivers);
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        // REGISTER and ABORT are the session's business, nothing else belongs here.
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        // isOver() counts states.
    }

    @Override
    public void onTimeout(long nowNs) {
        if (attemptsOver || !timer.isDue(nowNs)) {
            return;
        }
        grtt.adjust();
        if (timer.isExhausted()) {
            attemptsOver = true;
        } else {
            announce(nowNs);
        }
    }

    @Override
    public long deadlineNs() {
        return timer.deadlineNs();
    }

    @Override
    public void keepAlive(long nowNs) {
        // The ANNOUNCEs do (wire facts 5.3, 6).
    }

    @Override
    public boolean isOver() {
        return attemptsOver || parameters.isClosedGroup() && participants.count(ReceiverState.MUTE) == 0;
    }

    @Override
    public String waitingFor() {
        return "REGISTER";
    }
}
