package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.FileResult;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import io.uftpengine.core.protocol.session.RttSample;
import java.util.function.Predicate;

/** The file being sent and who is finished with it. */
final class FileTransfer {
    private final OutgoingFile file;
    private final Outbox outbox;
    private final Participants participants;
    private final Totals totals;
    private final CongestionControl congestion;
    private int offered;
    private int receiving;
    private boolean answered;
    private boolean lossy;
    private long goneNaks;

    /** Begins the file with everybody who takes part. */
    FileTransfer(
            OutgoingFile file, Outbox outbox, Participants participants, Totals totals, CongestionControl congestion) {
        this.file = file;
        this.outbox = outbox;
        this.participants = participants;
        this.totals = totals;
        this.congestion = congestion;
        for (Participant participant : participants.all()) {
            if (participant.isLive()) {
                participant.step = FileStep.OFFERED;
                participant.isAwaited = false;
                participant.unanswered = 0;
                participant.served = 0;
                participant.waiting = 0;
                offered++;
            }
        }
    }

    OutgoingFile file() {
        return file;
    }

    /** Receivers that have not answered the FILEINFO. */
    int offered() {
        return offered;
    }

    /** Receivers that answered it and are not finished. */
    int receiving() {
        return receiving;
    }

    /** Everybody is finished with it. */
    boolean isOver() {
        return offered == 0 && receiving == 0;
    }

    /** Nobody has answered anything about it: an ABORT is an answer, to vanish is none. */
    boolean isUnanswered() {
        return !answered;
    }

    /** No block was asked for again. */
    boolean isSmooth() {
        return !lossy;
    }

    /** NAKs that are to be served still, or were in this pass, of receivers that have failed since this was asked the last time. */
    long takeGoneNaks() {
        long naks = goneNaks;
        goneNaks = 0;
        return naks;
    }

    /** Tells the file to all that match. */
    void sendFileInfo(Predicate<Participant> listed, long nowNs) {
        outbox.sendListing(participants.all(), listed, list -> fileInfo(list, nowNs), Outbox.TO_PRIVATE, nowNs);
    }

    /** A receiver asks for blocks, so it has the FILEINFO. */
    void onStatus(Participant from) {
        lossy = true;
        accept(from);
    }

    private void accept(Participant from) {
        answered = true;
        if (from.step == FileStep.OFFERED) {
            from.step = FileStep.RECEIVING;
            offered--;
            receiving++;
        }
    }

    private FileInfo fileInfo(IdList receivers, long nowNs) {
        return new FileInfo(
                file.fileId(),
                file.type(),
                file.modifiedSeconds(),
                file.size(),
                file.wireName(),
                file.wireLink(),
                outbox.epochMicros(nowNs),
                receivers);
    }

    /** A receiver has the FILEINFO. */
    void onFileInfoAck(Participant from, FileInfoAck ack, long nowNs) {
        if (ack.fileId() != file.fileId() || !from.isLive()) {
            return;
        }
        long sampleNs = RttSample.of(ack.echoedMicros(), outbox.epochMicros(nowNs));
        if (sampleNs != RttSample.IMPLAUSIBLE) {
            from.addRtt(sampleNs);
        }
        if (from.step == FileStep.OFFERED) {
            accept(from);
        }
    }

    /** A receiver is finished with the file; true when that is news. */
    boolean onComplete(Participant from, Complete complete, long nowNs) {
        if (complete.fileId() != file.fileId() || from.step == FileStep.FINISHED || !from.isLive()) {
            return false;
        }
        answered = true;
        leave(from, nowNs);
        record(from, outcomeOf(complete.status()));
        return true;
    }

    /** A receiver failed with the file unfinished or not; its result is its state's. */
    void onFailed(Participant participant, long nowNs) {
        // An ABORT is an answer too.
        answered |= participant.state() == ReceiverState.ABORTED;
        if (participant.step != FileStep.FINISHED) {
            leave(participant, nowNs);
            goneNaks += participant.served + participant.waiting;
            record(participant, participant.outcomeByState());
        }
    }

    private void leave(Participant participant, long nowNs) {
        if (participant.step == FileStep.OFFERED) {
            offered--;
        } else {
            receiving--;
        }
        participant.step = FileStep.FINISHED;
        congestion.onGone(participant, nowNs);
    }

    private void record(Participant participant, FileOutcome outcome) {
        participant.record(file.position(), outcome, file.size());
        file.note(outcome);
        if (outcome.isSuccess()) {
            totals.delivered++;
        }
        outbox.tell(new FileResult(participant.id(), file.fileId(), outcome));
    }

    /** All are finished: those that had failed before the file began get their results. */
    void close() {
        for (Participant participant : participants.all()) {
            FileOutcome byState = participant.outcomeByState();
            if (participant.recorded(file.position()) == null && byState != null) {
                participant.record(file.position(), byState, file.size());
                outbox.tell(new FileResult(participant.id(), file.fileId(), byState));
            }
        }
    }

    /** What was sent is not the file: every receiver that thinks it has it is wrong; false when none does. */
    static boolean revoke(OutgoingFile file, Outbox outbox, Participants participants, Totals totals) {
        long before = totals.delivered;
        for (Participant participant : participants.all()) {
            FileOutcome recorded = participant.recorded(file.position());
            if (recorded != null && recorded.isSuccess()) {
                participant.record(file.position(), FileOutcome.ABORTED, file.size());
                totals.delivered--;
                outbox.tell(new FileResult(participant.id(), file.fileId(), FileOutcome.ABORTED));
            }
        }
        if (totals.delivered == before) {
            return false;
        }
        file.note(FileOutcome.ABORTED);
        return true;
    }

    private static FileOutcome outcomeOf(CompletionStatus status) {
        return switch (status) {
            case NORMAL -> FileOutcome.COPY;
            case SKIPPED -> FileOutcome.SKIPPED;
            case OVERWRITE -> FileOutcome.OVERWRITTEN;
            case REJECTED -> FileOutcome.REJECTED;
        };
    }
}
