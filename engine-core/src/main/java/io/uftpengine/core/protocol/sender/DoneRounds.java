package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Done;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import io.uftpengine.core.protocol.session.RetryTimer;
import io.uftpengine.core.protocol.transfer.PassCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Between two passes: asks with DONE what is missing and decides when enough is known for the next pass (wire facts 8.2,
 * 8.4, 12.2).
 *
 * <p>A <em>round</em> is a DONE to all incomplete receivers and its repetitions to those that stay silent. A receiver has
 * answered when a STATUS arrives no sooner than it can have reacted to the round's first DONE, so that one that was under
 * way already does not count; COMPLETE always does. The round ends when all have answered, or, if there is something to
 * send, when the rest had 3 GRTT.
 *
 * <p><b>Second round.</b> A reference receiver has one timer for reports. While that runs, of 1 GRTT from the entry into a
 * new section, a DONE does not widen what it will report (T26), so its answer may lack sections; a second DONE sent after
 * the timer has fired brings the rest. Without it nothing is lost but passes. It is needed only when the file has more
 * than one section, and not by a receiver known to report everything at once. That is known of one that has answered a
 * DONE sooner than the reference's timer lets it, which is 1 GRTT, while no entry into a section was recent enough for
 * its report to be the fruit of an earlier timer: ours in groups that are not large. It is also assumed of one whose
 * second answers twice held no more than its first. Nor is it needed after a pass that stayed in each section for so long
 * that every timer fired before the next was entered, for then each section was reported by itself. So the second round is
 * a price for reference receivers only, and for fast and short passes.
 *
 * <p><b>Two copies.</b> Whoever loses the DONE misses the next pass with all it lacks, as if the blocks it needs had been lost
 * once more. So once there is a loss in a file, a DONE is sent twice, so close to each other that a receiver takes both for
 * one, for both come within its hold-off.
 *
 * <p>A receiver's answer may consist of several packets, one a section, and need not come at once: with more than one
 * section the next pass waits for a short quiet after the last of them.
 */
final class DoneRounds {
    /** Most of a receiver's reaction, in GRTTs, that can't have come of the reference's timer of 1 GRTT. */
    private static final long PROMPT_QUARTERS = 3;

    /** GRTTs that an entry into a section must be past for its timer to have fired before the DONE. */
    private static final long TIMER_QUARTERS = 5;

    private static final long QUARTERS = 4;
    /** Shortest quiet, and its share of the GRTT: receivers leave up to half of that between two packets of a report. */
    private static final long MIN_QUIET_NS = 2_000_000;

    private static final long QUIETS_PER_GRTT = 16;
    /** Second rounds for nothing after which a receiver is known to report everything at once. */
    private static final int IDLE_SECOND_ROUNDS = 2;
    /** Unanswered DONEs after which a receiver also gets a FILEINFO, see {@link #ask}. */
    private static final int DONES_PER_PROBE = 4;
    /** Time beyond the receivers' timer for it to fire. */
    private static final long TIMER_SLACK_NS = 1_000_000;
    /** Longest time between the two copies of a DONE, and its share of the GRTT. */
    private static final long COPY_NS = 2_000_000;

    private static final long COPIES_PER_GRTT = 2;
    /** Bounds of DONEs without any block to send: their number in multiples of robust, and their time. */
    private static final int FRUITLESS_FACTOR = 2;

    private static final long FRUITLESS_NS = 60_000_000_000L;

    private final FileTransfer transfer;
    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final PassCursor cursor;
    private final int robust;
    private final RetryTimer timer;
    private boolean second;
    private int silent;
    private long beganNs;
    private long lastStatusNs;
    private long allAnsweredNs;
    private long deadlineNs;
    private boolean timersQuiet;
    /** In this pass every timer fired before the next section began. */
    private boolean sectionsReported;

    /** DONEs sent since a block was. */
    private int fruitless;

    private boolean isLossy;
    /** When the second copy is due. */
    private long copyNs = ProtocolMachine.NO_DEADLINE;

    /** When to look again whether a second round is still needed. */
    private long nextLookNs;

    private long passEndedNs;

    DoneRounds(
            FileTransfer transfer,
            Outbox outbox,
            Participants participants,
            GrttControl grtt,
            PassCursor cursor,
            int robust) {
        this.transfer = transfer;
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        this.cursor = cursor;
        this.robust = robust;
        timer = RetryTimer.patient(robust);
    }

    private boolean hasSections() {
        return transfer.file().layout().sections() > 1;
    }

    /**
     * A pass has ended: asks all that are incomplete.
     *
     * @param lossy blocks of this file have been lost
     */
    void begin(boolean lossy, long nowNs) {
        isLossy = lossy;
        fruitless = 0;
        passEndedNs = nowNs;
        second = false;
        begin(participant -> true, nowNs);
    }

    private void begin(Predicate<Participant> asked, long nowNs) {
        beganNs = nowNs;
        lastStatusNs = nowNs;
        allAnsweredNs = nowNs;
        long timerNs = grtt.timerNs() * TIMER_QUARTERS / QUARTERS;
        timersQuiet = !cursor.enteredSectionSince(nowNs - timerNs);
        sectionsReported = timersQuiet && cursor.stayedInEachFor(timerNs);
        timer.reset();
        nextLookNs = nowNs;
        silent = 0;
        for (Participant participant : participants.all()) {
            participant.isAwaited = participant.step != FileStep.FINISHED && asked.test(participant);
            if (participant.isAwaited) {
                silent++;
                participant.firstRoundNaks = second ? participant.roundNaks : 0;
                participant.roundNaks = 0;
            }
        }
        ask(nowNs);
    }

    /**
     * DONE to the silent; those that let the last one of {@code robust} pass are lost. A receiver that has all blocks but
     * is still busy writing them can't answer a DONE, but it can answer a FILEINFO (wire facts 8.4): now and then one is
     * sent along, to tell the busy from the dead.
     */
    private void ask(long nowNs) {
        // One slow first answer must not set the pace of all passes.
        grtt.adjust();
        timer.attempt(grtt.timerNs(), nowNs);
        deadlineNs = timer.deadlineNs();
        fruitless++;
        List<Participant> lost = new ArrayList<>();
        List<Participant> asked = new ArrayList<>();
        for (Participant participant : participants.all()) {
            if (isAwaited(participant)) {
                (isGivenUp(participant, nowNs) ? lost : asked).add(participant);
            }
        }
        lose(lost, "stopped answering", nowNs);
        for (Participant participant : asked) {
            if (participant.unanswered++ == 0) {
                participant.silentSinceNs = nowNs;
            }
        }
        transfer.sendFileInfo(DoneRounds::needsFileInfo, nowNs);
        sendDone(asked, nowNs);
        copyNs = isLossy ? nowNs + Math.min(COPY_NS, grtt.timerNs() / COPIES_PER_GRTT) : ProtocolMachine.NO_DEADLINE;
    }

    /** Whoever may not know of the file yet was sent a FILEINFO with the first DONE. */
    private static boolean needsFileInfo(Participant participant) {
        boolean due = participant.step == FileStep.OFFERED
                ? participant.unanswered > 1
                : participant.unanswered % DONES_PER_PROBE == 0;
        return isAwaited(participant) && due;
    }

    private void sendDone(List<Participant> asked, long nowNs) {
        int fileId = transfer.file().fileId();
        outbox.sendListing(
                asked, DoneRounds::isAwaited, list -> new Done(fileId, lastSection(), list), Outbox.TO_PRIVATE, nowNs);
    }

    /** Passes for other receivers may follow each other fast: the number of DONEs alone would be no patience. */
    private boolean isGivenUp(Participant participant, long nowNs) {
        return participant.unanswered >= robust && nowNs - participant.silentSinceNs >= RetryTimer.PATIENCE_NS;
    }

    private void lose(List<Participant> lost, String reason, long nowNs) {
        for (Participant participant : lost) {
            onGone(participant);
            String why = participant.step == FileStep.OFFERED ? "did not answer the FILEINFO" : reason;
            participants.change(participant, ReceiverState.LOST, why, nowNs);
            transfer.onFailed(participant, nowNs);
        }
    }

    private static boolean isAwaited(Participant participant) {
        return participant.step != FileStep.FINISHED && participant.isAwaited;
    }

    /** An acceptable STATUS with that many NAKs came between the passes. */
    void onStatus(Participant from, int naks, long nowNs) {
        lastStatusNs = nowNs;
        long reactedNs = nowNs - beganNs - from.reactionNs();
        if (reactedNs < 0) {
            return;
        }
        from.roundNaks += naks;
        if (timersQuiet && reactedNs <= grtt.timerNs() * PROMPT_QUARTERS / QUARTERS) {
            from.reportsAtOnce = true;
        }
        answered(from, nowNs);
    }

    /** The receiver is finished with the file or failed. */
    void onGone(Participant participant) {
        if (participant.isAwaited) {
            participant.isAwaited = false;
            silent--;
        }
    }

    private void answered(Participant from, long nowNs) {
        if (from.isAwaited) {
            from.isAwaited = false;
            silent--;
            if (silent == 0) {
                allAnsweredNs = nowNs;
            }
        }
    }

    /**
     * Does what is due: repeats the DONE, begins another round.
     *
     * @param somethingWanted there are blocks to send
     * @return whether the next pass is to begin
     */
    boolean advance(boolean somethingWanted, long nowNs) {
        if (nowNs >= copyNs) {
            copyNs = ProtocolMachine.NO_DEADLINE;
            sendDone(participants.all(), nowNs);
        }
        if (!somethingWanted) {
            // Silence, or answers that ask for nothing that can be known to be missing.
            if (timer.isDue(nowNs)) {
                askAgain(nowNs);
            }
            deadlineNs = timer.deadlineNs();
            return false;
        }
        deadlineNs = silent > 0 ? timer.deadlineNs() : quietNs();
        return nowNs >= deadlineNs && isSecondRoundDone(nowNs);
    }

    private void askAgain(long nowNs) {
        if (fruitless >= robust * FRUITLESS_FACTOR && nowNs - passEndedNs >= FRUITLESS_NS) {
            lose(participants.unfinished(), "does not answer DONE, or asks for nothing", nowNs);
        } else if (silent > 0) {
            ask(nowNs);
        } else {
            begin(participant -> true, nowNs);
        }
    }

    private boolean isSecondRoundDone(long nowNs) {
        if (second) {
            judgeReports();
            return true;
        }
        if (!hasSections() || sectionsReported) {
            return true;
        }
        if (nowNs < nextLookNs) {
            deadlineNs = Math.min(nextLookNs, secondRoundNs());
            return false;
        }
        if (!hasSlowReporters()) {
            return true;
        }
        if (nowNs >= secondRoundNs()) {
            second = true;
            begin(participant -> !participant.reportsAtOnce || isAwaited(participant), nowNs);
        } else {
            // All are looked through, so not after each of many thousand messages.
            nextLookNs = Math.min(secondRoundNs(), nowNs + grtt.timerNs() / QUIETS_PER_GRTT);
            deadlineNs = nextLookNs;
        }
        return false;
    }

    private void judgeReports() {
        for (Participant participant : participants.all()) {
            if (isSlowReporter(participant)
                    && participant.roundNaks > 0
                    && participant.roundNaks <= participant.firstRoundNaks
                    && ++participant.idleSecondRounds >= IDLE_SECOND_ROUNDS) {
                participant.reportsAtOnce = true;
            }
        }
    }

    private boolean hasSlowReporters() {
        return participants.all().stream().anyMatch(DoneRounds::isSlowReporter);
    }

    /** Has answered, but perhaps not with everything. */
    private static boolean isSlowReporter(Participant participant) {
        return participant.step != FileStep.FINISHED && !participant.isAwaited && !participant.reportsAtOnce;
    }

    /** When every timer that the first DONE found running or started has fired. */
    private long secondRoundNs() {
        return beganNs + grtt.receiversNs() + grtt.grttNs() + TIMER_SLACK_NS;
    }

    private long quietNs() {
        if (!hasSections()) {
            return allAnsweredNs;
        }
        long quiet = Math.max(MIN_QUIET_NS, grtt.timerNs() / QUIETS_PER_GRTT);
        return Math.min(lastStatusNs + quiet, allAnsweredNs + grtt.timerNs());
    }

    /** When {@link #advance} may have something to do. */
    long deadlineNs() {
        return Math.min(copyNs, deadlineNs);
    }

    /** A DONE to nobody, which receivers take for a sign of life (wire facts 8.2). */
    void keepAlive(long nowNs) {
        outbox.send(new Done(transfer.file().fileId(), lastSection(), IdList.EMPTY), Outbox.TO_PRIVATE, nowNs);
    }

    private int lastSection() {
        return Math.max(0, transfer.file().layout().sections() - 1);
    }

    String waitingFor() {
        return silent > 0 ? silent + " STATUS" : "more STATUS";
    }
}
