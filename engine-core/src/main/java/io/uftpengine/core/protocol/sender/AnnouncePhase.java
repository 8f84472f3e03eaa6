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
 * <p>Unlike in the reference, an open group's ANNOUNCEs do not drift apart with the whole of a long GRTT: over a satellite all
 * would wait for {@code robust} times 3 GRTT, or for the time that one receiver takes to wake. Once an answer has told what
 * a GRTT is, {@link #OPEN_WINDOW_PER_ROBUST_NS} or 0.6 GRTT per attempt are enough, whichever is longer: with robust 20 and a
 * GRTT of 0.6 s a receiver registers thrice in that time by its own timer of 5 GRTT, and on short paths it is more than 3
 * GRTT. Who wants longer says so by the smallest GRTT.
 *
 * <p><b>When the GRTT falls.</b> The initial GRTT is a guess, 0.5 s, and the first measurement may be a fiftieth of it. A
 * reference receiver then shortens the timers that run already, from their start, so that one whose REG_CONF was lost, and
 * which has waited for more than a second, gives up at once (wire facts 8.4). Therefore a closed group does not wait for the
 * end of the first attempt's time, but asks again when the answers so far say that all should have come; and where more
 * time has passed, REG_CONF is repeated before the GRTT falls. Nor does it fall so far that a receiver which has waited from
 * the beginning would give up, which it does after 5 * robust GRTTs: it has as much time again. Since it shortens the pause
 * between two REGISTERs as well, it asks again at once.
 *
 * <p><b>Encrypted sessions</b> have KEYINFO and its answer in place of REG_CONF. Every attempt first repeats it for those that
 * have not answered, still with the old GRTT. A closed group is complete when everybody listed is confirmed or has failed; until a
 * receiver has proved itself, the ANNOUNCE goes on listing it, for its REGISTER may have been forged. When the attempts are
 * over, whoever is in the middle of the handshake may finish it.
 */
final class AnnouncePhase implements SenderPhase {
    /** 12 GRTTs of announcing for robust 20, when the GRTT is long. */
    private static final int GRTT_SHARE = 5;
    /** 7.2 s of announcing for robust 20. */
    private static final long OPEN_WINDOW_PER_ROBUST_NS = 360_000_000;

    /** Age of the session from which a fall of the GRTT can end a registration; half of what it takes. */
    private static final long SAFE_FALL_NS = 500_000_000;
    /** Lost packets don't come in pairs, mostly. */
    static final int CONFIRMATION_COPIES = 2;
    /** GRTTs per robust after which a receiver that is not confirmed gives up (wire facts 8.4). */
    private static final int GIVE_UP_GRTTS = 5;
    /** After the last attempt, handshakes under way may go on for so long without, and with progress. */
    private static final long MIN_QUIET_NS = 1_000_000_000;

    static final long MAX_LINGER_NS = 10_000_000_000L;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final Registrar registrar;
    private final RetryTimer timer;
    private final long startedNs;
    private long attemptNs;
    private boolean lingering;
    private long lingerBeganNs;
    private boolean attemptsOver;

    AnnouncePhase(
            SenderParameters parameters,
            Outbox outbox,
            Participants participants,
            GrttControl grtt,
            Registrar registrar,
            long nowNs) {
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        this.registrar = registrar;
        startedNs = nowNs;
        timer = parameters.isClosedGroup()
                ? RetryTimer.patient(parameters.robust())
                : RetryTimer.even(parameters.robust());
        announce(nowNs);
    }

    private void announce(long nowNs) {
        attemptNs = nowNs;
        timer.attempt(intervalGrttNs(), nowNs);
        if (parameters.isClosedGroup()) {
            outbox.sendListing(
                    participants.all(),
                    AnnouncePhase::isInvited,
                    list -> announcement(list, nowNs),
                    Outbox.TO_PUBLIC,
                    nowNs);
        } else {
            outbox.send(announcement(IdList.EMPTY, nowNs), Outbox.TO_PUBLIC, nowNs);
        }
        outbox.tell(new Announced(
                timer.attempts(), participants.live(), parameters.receivers().size()));
    }

    private static boolean isInvited(Participant participant) {
        return participant.state() == ReceiverState.MUTE || isUnproven(participant);
    }

    private static boolean isUnproven(Participant participant) {
        return participant.state() == ReceiverState.REGISTERED
                && participant.exchange != null
                && !participant.exchange.proven;
    }

    private long intervalGrttNs() {
        if (parameters.isClosedGroup() || registrar.largestRttNs() == 0) {
            return grtt.timerNs();
        }
        long enoughNs = Math.max(parameters.minGrttNs(), OPEN_WINDOW_PER_ROBUST_NS / RetryTimer.GRTTS_PER_ATTEMPT);
        long shortestNs = Math.min(parameters.grttNs(), enoughNs);
        return Math.min(grtt.timerNs(), Math.max(shortestNs, grtt.timerNs() / GRTT_SHARE));
    }

    private Announce announcement(IdList receivers, long nowNs) {
        return new Announce(
                false,
                false,
                parameters.robust(),
                parameters.isTfmcc() ? Announce.CC_TFMCC : Announce.CC_NONE,
                parameters.blockSize(),
                outbox.epochMicros(nowNs),
                parameters.publicAddress(),
                parameters.privateAddress(),
                parameters.isEncrypted() ? List.of(parameters.encryption()) : List.of(),
                receivers);
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        // REGISTER, the handshake and ABORT are the session's business, nothing else belongs here.
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        // isOver() counts states.
    }

    @Override
    public void onTimeout(long nowNs) {
        if (attemptsOver || nowNs < deadlineNs()) {
            return;
        }
        if (lingering) {
            attemptsOver = true;
            return;
        }
        long floorNs = safeGrttNs(nowNs);
        boolean fallsLate = nowNs - startedNs > SAFE_FALL_NS && isFallingAbove(floorNs);
        registrar.onAttempt(fallsLate ? CONFIRMATION_COPIES : 0, nowNs);
        grtt.adjustNotBelow(floorNs);
        if (!timer.isExhausted()) {
            announce(nowNs);
        } else if (registrar.isUnfinished()) {
            registrar.stopAdmitting();
            lingering = true;
            lingerBeganNs = nowNs;
        } else {
            attemptsOver = true;
        }
    }

    /** The GRTT with which nobody that may still be at its handshake gives up before it is twice as old as the session now. */
    private long safeGrttNs(long nowNs) {
        boolean somebodyWaits = parameters.isClosedGroup()
                ? participants.count(ReceiverState.MUTE) + participants.count(ReceiverState.REGISTERED) > 0
                : parameters.isEncrypted();
        return somebodyWaits ? 2 * (nowNs - startedNs) / (GIVE_UP_GRTTS * parameters.robust()) : 0;
    }

    private boolean isFallingAbove(long floorNs) {
        long largestNs = registrar.largestRttNs();
        long heldNs = Math.max(largestNs, Math.min(floorNs, grtt.grttNs()));
        return largestNs > 0 && grtt.timerNsAfter(heldNs) < grtt.timerNs();
    }

    private long lingerUntilNs() {
        long longestNs = lingerBeganNs + MAX_LINGER_NS;
        if (!registrar.isUnfinished()) {
            return lingerBeganNs;
        }
        if (registrar.isKeyWorkUnderWay()) {
            return longestNs;
        }
        long quietNs = Math.max(MIN_QUIET_NS, RetryTimer.GRTTS_PER_ATTEMPT * grtt.timerNs());
        return Math.min(longestNs, Math.max(lingerBeganNs, registrar.lastProgressNs()) + quietNs);
    }

    private boolean isFalling() {
        return grtt.timerNsAfter(registrar.largestRttNs()) < grtt.timerNs();
    }

    @Override
    public long deadlineNs() {
        if (lingering) {
            return lingerUntilNs();
        }
        long answersNs = parameters.isClosedGroup() && isFalling()
                ? attemptNs + RetryTimer.GRTTS_PER_ATTEMPT * grtt.timerNsAfter(registrar.largestRttNs())
                : timer.deadlineNs();
        // What the host has not got through yet is not lost: to announce to all those again would only make more of it.
        return answersNs + RetryTimer.GRTTS_PER_ATTEMPT * registrar.keyWorkNs();
    }

    @Override
    public void keepAlive(long nowNs) {
        // The ANNOUNCEs do (wire facts 5.3, 6).
    }

    @Override
    public boolean isOver() {
        return attemptsOver || parameters.isClosedGroup() && isEverybodyIn();
    }

    private boolean isEverybodyIn() {
        return participants.count(ReceiverState.MUTE) == 0
                && (!parameters.isEncrypted() || participants.count(ReceiverState.REGISTERED) == 0);
    }

    @Override
    public String waitingFor() {
        if (lingering || participants.count(ReceiverState.MUTE) == 0 && parameters.isClosedGroup()) {
            return "CLIENT_KEY or KEYINFO_ACK";
        }
        return "REGISTER";
    }
}
