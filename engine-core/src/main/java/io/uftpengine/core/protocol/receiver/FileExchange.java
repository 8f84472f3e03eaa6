package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;

/**
 * The files of a confirmed session, one after another: takes offers and their blocks, and knows how long the sender has been
 * idle, between files and during one (wire facts 8.4). With TFMCC the sender hears in the meantime which rate suits it.
 *
 * <p>Between files every accepted packet resets the idle timer. During a file only its own FILESEG, DONE and FILEINFO do: a
 * sender that has gone on without us is noticed in the time that silence would take.
 */
final class FileExchange {
    private final int uniqueId;
    private final int blockSize;
    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final ReceiverCounters counters;
    /** Null without congestion control. */
    private final TfmccFeedback congestion;

    private final GrttTimer idle;
    private final FinishedFile finished;

    /** The file being received, or null between files. */
    private FileReception file;
    /** DONE for file 0 came while the last file was being put in place. */
    private boolean sessionCompleteOwed;
    /** Why the session can't go on at this receiver, or null. */
    private String failure;

    FileExchange(
            int uniqueId,
            int blockSize,
            int robust,
            AdvertisedGrtt grtt,
            ReceiverOutbox outbox,
            ReceiverCounters counters,
            TfmccFeedback congestion) {
        this.uniqueId = uniqueId;
        this.blockSize = blockSize;
        this.grtt = grtt;
        this.outbox = outbox;
        this.counters = counters;
        this.congestion = congestion;
        idle = new GrttTimer(robust, ReceiverSession.MIN_TIMEOUT_NS);
        finished = new FinishedFile(grtt, outbox);
    }

    /** The registration is confirmed. */
    void start(long nowNs) {
        idle.start(nowNs);
    }

    /** Any accepted packet, before its GRTT is in force. */
    void onPacket(int sequence, int datagramLength, boolean isBlock, long nowNs) {
        if (congestion != null) {
            congestion.onPacket(sequence, datagramLength, isBlock, nowNs);
        }
        if (file == null) {
            idle.start(nowNs);
        }
    }

    /** @param listed whether this receiver shall answer */
    void onFileInfo(FileInfo info, boolean listed, long nowNs) {
        if (congestion != null) {
            congestion.onTimestamp(info.timestampMicros(), nowNs);
        }
        boolean current = isCurrent(info.fileId());
        if (current) {
            idle.start(nowNs);
        }
        if (info.fileId() == 0 || !listed) {
            return;
        }
        if (file == null) {
            onOffer(info, nowNs);
        } else if (current) {
            file.onFileInfo(info, nowNs);
        } else if (FinishedFile.isNewer(info.fileId(), file.fileId()) && !file.isCommitting()) {
            // The reference never does this (wire facts 8.6). It is the sender's word that nothing more of the old file
            // will
            // come. While the old one is being put in place the offer waits: it will be repeated.
            discard("the sender went on to another file before this one was complete");
            onOffer(info, nowNs);
        }
    }

    private void onOffer(FileInfo info, long nowNs) {
        if (finished.is(info.fileId())) {
            finished.answerFileInfo();
            return;
        }
        if (finished.isNotOlderThan(info.fileId())) {
            return;
        }
        String name = info.name().text();
        outbox.add(new SessionEvent.FileStarted(info.fileId(), name, info.size()));
        if (!info.name().isUtf8() || !info.link().isUtf8()) {
            // The host gets names as text; one that is not would become another name on the way.
            Complete answer = answer(info.fileId(), CompletionStatus.REJECTED);
            finish(info.fileId(), name, info.size(), answer, "the name is not UTF-8");
            outbox.send(answer);
            return;
        }
        SectionLayout layout;
        try {
            layout = new SectionLayout(info.type() == FileType.REGULAR ? info.size() : 0, blockSize);
        } catch (IllegalArgumentException e) {
            failure = e.getMessage();
            outbox.add(new SessionEvent.FileFinished(info.fileId(), name, info.size(), FileOutcome.ABORTED, failure));
            return;
        }
        idle.start(nowNs);
        file = new FileReception(info, layout, grtt, uniqueId, outbox, counters, nowNs);
    }

    private boolean isCurrent(int fileId) {
        return file != null && file.fileId() == fileId;
    }

    /** A DONE with a file ID other than 0. */
    void onDone(Done done, boolean listed, long nowNs) {
        if (isCurrent(done.fileId())) {
            idle.start(nowNs);
            file.onDone(done.section(), listed, nowNs);
        } else if (listed && finished.is(done.fileId())) {
            finished.answerDone(nowNs);
        }
    }

    /** See {@link ReceiverSession#claimBlock}. */
    long claimBlock(int fileId, int section, int block, int length, long nowNs) {
        long result;
        if (isCurrent(fileId)) {
            result = file.claimBlock(section, block, length, nowNs);
            if (result != FileReception.OUT_OF_RANGE && result != FileReception.BAD_LENGTH) {
                idle.start(nowNs);
            }
        } else {
            result = finished.is(fileId) ? FileReception.DUPLICATE : FileReception.NOT_CURRENT_FILE;
        }
        if (result < 0) {
            countUnclaimed(result);
        }
        return result;
    }

    private void countUnclaimed(long result) {
        if (result == FileReception.DUPLICATE) {
            counters.blockDuplicates++;
        } else {
            counters.blocksUnfit++;
        }
    }

    /** The host had no room for a block: the sender is at work nevertheless. */
    void blockRefused(long nowNs) {
        counters.blocksRefused++;
        if (congestion != null) {
            congestion.onRefused(nowNs);
        }
        idle.start(nowNs);
    }

    /** What the TFMCC extension of a block carries. */
    void onStamp(long stamp, long nowNs) {
        if (congestion != null) {
            congestion.onStamp(stamp, nowNs);
        }
    }

    void onCongCtrl(CongCtrl control, long nowNs) {
        if (congestion != null) {
            congestion.onCongCtrl(control, file != null, nowNs);
        }
    }

    /** The host has handed in all that it had read. */
    void onBatchEnd() {
        if (congestion != null) {
            congestion.onBatchEnd();
        }
    }

    /** Results that no longer matter, or that nobody asked for, are ignored. */
    void onTaskResult(TaskResult result, long nowNs) {
        if (result instanceof TaskResult.FileOpened opened) {
            if (isCurrent(opened.fileId()) && file.isOpening()) {
                onOpened(opened, nowNs);
            }
        } else if (result instanceof TaskResult.FileCommitted committed) {
            if (isCurrent(committed.fileId()) && isPlaced()) {
                onCommitted(answer(file.fileId(), committed.status()), "", nowNs);
            }
        } else if (result instanceof TaskResult.FileRefused refused) {
            if (isCurrent(refused.fileId()) && isPlaced()) {
                onCommitted(answer(file.fileId(), CompletionStatus.REJECTED), refused.reason(), nowNs);
            }
        } else if (result instanceof TaskResult.FileFailed failed && isCurrent(failed.fileId())) {
            onFailed(failed.reason());
        }
    }

    /** The host can have come to the end of the current file. */
    private boolean isPlaced() {
        return file.isCommitting() && !file.isOpening();
    }

    private void onOpened(TaskResult.FileOpened opened, long nowNs) {
        switch (opened.outcome()) {
            case RECEIVE -> file.onOpened(nowNs);
            case FINISHED -> {
                List<HeaderExtension> extensions =
                        opened.freeSpaceBytes() < 0 ? List.of() : List.of(new FreeSpace(opened.freeSpaceBytes()));
                onFinished(answer(file.fileId(), opened.status(), extensions), true, "", nowNs);
            }
            case REJECTED -> onFinished(answer(file.fileId(), CompletionStatus.REJECTED), true, opened.reason(), nowNs);
            case FAILED -> onFailed(opened.reason());
        }
    }

    private void onCommitted(Complete answer, String reason, long nowNs) {
        onFinished(answer, file.isCompleteOwed(), reason, nowNs);
    }

    private void onFinished(Complete answer, boolean tellNow, String reason, long nowNs) {
        finish(file.fileId(), file.name(), file.size(), answer, reason);
        file = null;
        idle.start(nowNs);
        finished.expectDone();
        if (tellNow) {
            finished.answerDone(nowNs);
        }
    }

    private void onFailed(String reason) {
        failure = reason;
        discard(reason);
    }

    private static Complete answer(int fileId, CompletionStatus status) {
        return answer(fileId, status, List.of());
    }

    private static Complete answer(int fileId, CompletionStatus status, List<HeaderExtension> extensions) {
        CompletionStatus known = status == null ? CompletionStatus.NORMAL : status;
        return new Complete(fileId, known, extensions, IdList.EMPTY);
    }

    private void finish(int fileId, String name, long size, Complete answer, String reason) {
        finished.become(answer);
        FileOutcome outcome =
                switch (answer.status()) {
                    case NORMAL -> FileOutcome.COPY;
                    case SKIPPED -> FileOutcome.SKIPPED;
                    case OVERWRITE -> FileOutcome.OVERWRITTEN;
                    case REJECTED -> FileOutcome.REJECTED;
                };
        outbox.add(new SessionEvent.FileFinished(fileId, name, size, outcome, reason));
    }

    /** Gives up the current file, if there is one. */
    void discard(String reason) {
        if (file != null) {
            outbox.add(new Action.DiscardFile(file.fileId()));
            abandon(reason);
        }
    }

    /** Forgets the current file, if there is one, without having it thrown away. */
    void abandon(String reason) {
        if (file != null) {
            outbox.add(new SessionEvent.FileFinished(
                    file.fileId(), file.name(), file.size(), FileOutcome.ABORTED, reason));
            file = null;
        }
    }

    void onTimeout(long nowNs) {
        if (congestion != null) {
            congestion.onTimeout(file != null, nowNs);
        }
        if (file != null) {
            file.onTimeout(nowNs);
        }
    }

    /** The sender has been silent for too long. */
    boolean isIdle(long nowNs) {
        return idle.isDue(nowNs, grtt.ns());
    }

    long deadlineNs() {
        long idleDeadlineNs = idle.deadlineNs(grtt.ns());
        long deadlineNs = file == null ? idleDeadlineNs : Math.min(idleDeadlineNs, file.deadlineNs());
        return congestion == null ? deadlineNs : Math.min(deadlineNs, congestion.deadlineNs());
    }

    /** The file being received, or null. */
    FileReception current() {
        return file;
    }

    /** Every block of the current file is there, and the host puts it in place. */
    boolean isCommitting() {
        return file != null && file.isCommitting();
    }

    /** The sender has ended the session, and it gets its answer as soon as the current file is in place. */
    void oweSessionComplete(long nowNs) {
        sessionCompleteOwed = true;
        idle.start(nowNs);
    }

    boolean isSessionCompleteOwed() {
        return sessionCompleteOwed;
    }

    /** Why the session can't go on at this receiver, or null. */
    String failure() {
        return failure;
    }
}
