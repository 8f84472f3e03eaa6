package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent.FileFinished;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult.SourceOpened;
import io.uftpengine.core.protocol.machine.TaskResult.SourceUnusable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The objects to send: asks the host to open the next one ahead of its time and to close those that are through. At most
 * one is open ahead. A file counts as finished only when its source has been closed unchanged.
 */
final class SourceQueue {
    /** Longest that the host may take for opening or closing. */
    static final long TIMEOUT_NS = 300_000_000_000L;

    private static final int MAX_FILE_ID = 0xFFFF;

    private enum Next {
        NOT_ASKED,
        OPENING,
        READY,
        EXHAUSTED
    }

    private final Outbox outbox;
    private final int blockSize;
    private final List<OutgoingFile> files = new ArrayList<>();
    private final Deque<OutgoingFile> closing = new ArrayDeque<>();
    private Next next = Next.NOT_ASKED;
    private OutgoingFile ready;
    private int fileId;
    private long openAskedNs;
    private long closeAskedNs;

    SourceQueue(Outbox outbox, int blockSize) {
        this.outbox = outbox;
        this.blockSize = blockSize;
    }

    /** Asks for the next object, unless that was done already. */
    void openNext(long nowNs) {
        if (next == Next.NOT_ASKED) {
            next = Next.OPENING;
            openAskedNs = nowNs;
            // 0 is the whole group (wire facts 2.5).
            fileId = fileId == MAX_FILE_ID ? 1 : fileId + 1;
            outbox.ask(new Action.OpenSource(fileId));
        }
    }

    void onOpened(SourceOpened source, long nowNs) {
        if (next != Next.OPENING || source.fileId() != fileId) {
            return;
        }
        OutgoingFile file = OutgoingFile.opened(files.size(), source, blockSize);
        if (file.problem().isEmpty()) {
            files.add(file);
            ready = file;
            next = Next.READY;
        } else {
            outbox.ask(new Action.CloseSource(fileId));
            skip(file, nowNs);
        }
    }

    void onUnusable(SourceUnusable source, long nowNs) {
        if (next == Next.OPENING && source.fileId() == fileId) {
            skip(OutgoingFile.unusable(files.size(), fileId, source.name(), source.reason()), nowNs);
        }
    }

    private void skip(OutgoingFile file, long nowNs) {
        files.add(file);
        outbox.tell(new FileFinished(file.fileId(), file.name(), file.size(), FileOutcome.ABORTED, file.problem()));
        next = Next.NOT_ASKED;
        openNext(nowNs);
    }

    void onExhausted(int exhaustedFileId) {
        if (next == Next.OPENING && exhaustedFileId == fileId) {
            next = Next.EXHAUSTED;
        }
    }

    /** The next object if it is open; it is the caller's then. */
    OutgoingFile take() {
        OutgoingFile taken = ready;
        if (taken != null) {
            ready = null;
            next = Next.NOT_ASKED;
        }
        return taken;
    }

    boolean isReady() {
        return ready != null;
    }

    boolean isExhausted() {
        return next == Next.EXHAUSTED;
    }

    /** A file is through at the receivers. */
    void close(OutgoingFile file, long nowNs) {
        if (closing.isEmpty()) {
            closeAskedNs = nowNs;
        }
        closing.add(file);
        outbox.ask(new Action.CloseSource(file.fileId()));
    }

    /** Files that are through but not closed. */
    int closing() {
        return closing.size();
    }

    /** The file with that ID that is being closed, or null. */
    OutgoingFile closing(int closingFileId) {
        for (OutgoingFile file : closing) {
            if (file.fileId() == closingFileId) {
                return file;
            }
        }
        return null;
    }

    /** The source of a file was closed and had not changed. */
    void onClosed(OutgoingFile file, long nowNs) {
        closing.remove(file);
        closeAskedNs = nowNs;
        tellFinished(file, file.worst());
    }

    /** Files that are through at the receivers, but may have changed while they were sent. */
    List<OutgoingFile> unchecked() {
        return closing.stream().filter(file -> file.problem().isEmpty()).toList();
    }

    /**
     * The session ends: the host closes what is open, its answers don't matter any more.
     */
    void abandon(String reason) {
        if (ready != null) {
            outbox.ask(new Action.CloseSource(ready.fileId()));
            ready.setProblem(reason);
            tellFinished(ready, FileOutcome.ABORTED);
            ready = null;
        }
        for (OutgoingFile file : closing) {
            tellFinished(file, file.problem().isEmpty() ? file.worst() : FileOutcome.ABORTED);
        }
        closing.clear();
        next = Next.EXHAUSTED;
    }

    private void tellFinished(OutgoingFile file, FileOutcome outcome) {
        outbox.tell(new FileFinished(file.fileId(), file.name(), file.size(), outcome, file.problem()));
    }

    /** Whether an object with that ID is open ahead. */
    boolean isOpenAhead(int openFileId) {
        return ready != null && ready.fileId() == openFileId;
    }

    /** When the host has taken too long. */
    long deadlineNs() {
        long openDeadline = next == Next.OPENING ? openAskedNs + TIMEOUT_NS : ProtocolMachine.NO_DEADLINE;
        return closing.isEmpty() ? openDeadline : Math.min(openDeadline, closeAskedNs + TIMEOUT_NS);
    }

    /** In order of sending. */
    List<OutgoingFile> files() {
        return Collections.unmodifiableList(files);
    }
}
