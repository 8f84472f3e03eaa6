package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.storage.BlockStaging;
import io.uftpengine.core.storage.CommitResult;
import io.uftpengine.core.storage.DiskAnswers;
import io.uftpengine.core.storage.FileSink;
import io.uftpengine.core.storage.OpenResult;
import io.uftpengine.core.storage.StagingPool;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * One file being received: its staging on the event loop, its sink on the disk thread, which opens it first. Blocks are staged from the
 * start; what the disk thread is given for the file it does one after the other. Single writer: the event loop. However it ends, the
 * sink is committed or discarded exactly once, after its last write has returned.
 */
final class IncomingFile implements BlockStaging.Listener {
    /** What the event loop hears of it. */
    interface Listener {
        /** The disk thread has opened it, or has not: then nothing more comes of it. */
        void onOpened(int fileId, OpenResult result);

        /** The answer for the machine. */
        void onResult(TaskResult result);

        /** A defect met while it was opened. */
        void onDefect(Throwable defect);

        /** The disk thread is through with it; called once, whatever became of it. */
        void onEnded();
    }

    private enum State {
        RECEIVING,
        /** The disk thread is to put it in place behind its last write. */
        COMMITTING,
        /** To be thrown away when all writes have returned. */
        DISCARDING,
        /** The disk thread has its last task. */
        ENDED
    }

    private final int fileId;
    private final Supplier<OpenResult> opener;
    private final BlockStaging staging;
    private final Executor disk;
    private final DiskAnswers answers;
    private final Listener listener;
    private State state = State.RECEIVING;
    private boolean openQueued;

    /** Set by the disk thread; null until it is open. */
    private volatile FileSink sink;

    /** @param opener is called on the disk thread, once */
    IncomingFile(
            int fileId,
            Supplier<OpenResult> opener,
            StagingPool pool,
            Executor disk,
            Executor loop,
            Listener listener) {
        this.fileId = fileId;
        this.opener = opener;
        this.disk = disk;
        this.listener = listener;
        answers = new DiskAnswers(loop);
        staging =
                new BlockStaging(pool, (offset, data) -> sink.write(offset, data), this::toDiskWhenOpen, answers, this);
    }

    /**
     * Has the disk thread open it, if it has no other task for it: with the last one, for a small file that came whole, it is on one way
     * with all of them.
     */
    void open() {
        if (!openQueued) {
            openQueued = true;
            try {
                disk.execute(this::openOnDisk);
            } catch (RejectedExecutionException e) {
                // Torn down: nobody waits for it, and every later task comes to the same end.
                staging.stop();
            }
        }
    }

    private void toDiskWhenOpen(Runnable task) {
        open();
        disk.execute(task);
    }

    private void openOnDisk() {
        Runnable answer;
        try {
            OpenResult result = opener.get();
            if (result instanceof OpenResult.Receive receive) {
                sink = receive.sink();
            } else {
                staging.stop();
            }
            answer = () -> onOpened(result);
        } catch (RuntimeException | Error e) {
            staging.stop();
            answer = () -> onDefect(e);
        }
        answers.tell(DiskAnswers.Answer.of(answer, this::onOpenedInVain));
    }

    /** Torn down: nobody else will ever end it. */
    private void onOpenedInVain() {
        staging.stop();
        discardSink();
    }

    private void onOpened(OpenResult result) {
        if (state == State.DISCARDING || state == State.ENDED) {
            return;
        }
        if (!(result instanceof OpenResult.Receive)) {
            endUnopened();
        }
        listener.onOpened(fileId, result);
    }

    private void onDefect(Throwable defect) {
        if (state != State.DISCARDING && state != State.ENDED) {
            endUnopened();
            listener.onDefect(defect);
        }
    }

    /** What is at the disk thread still comes back. */
    private void endUnopened() {
        staging.abandon();
        if (state == State.RECEIVING) {
            state = State.ENDED;
            listener.onEnded();
        } else {
            state = State.DISCARDING;
        }
    }

    int fileId() {
        return fileId;
    }

    boolean isReceiving() {
        return state == State.RECEIVING;
    }

    /** {@link BlockStaging#reserve}. */
    boolean reserve(int length) {
        return staging.reserve(length);
    }

    /** {@link BlockStaging#stage}. */
    void stage(long fileOffset, ByteBuf data, int index, int length) {
        staging.stage(fileOffset, data, index, length);
    }

    /** End of a read batch. */
    void flush() {
        staging.flush();
    }

    /** All blocks are staged: put the file in place once they are written. */
    void commit() {
        if (state == State.RECEIVING) {
            state = State.COMMITTING;
            answers.holdForTheLast();
            staging.seal();
            toDisk(this::commitOnDisk);
        }
    }

    /** Throw the file away; harmless when it has ended. */
    void discard() {
        switch (state) {
            case RECEIVING -> {
                state = State.DISCARDING;
                staging.abandon();
                staging.drain(this::onDrained);
            }
            case COMMITTING -> {
                state = State.DISCARDING;
                // The disk thread looks, unless it has begun.
                staging.abandon();
            }
            case DISCARDING -> {
                // On its way.
            }
            case ENDED -> {
                // The disk thread has its last task: a commit under way is not taken back.
            }
        }
    }

    private void onDrained() {
        toDisk(() -> {
            discardSink();
            answers.tellLast(this::onEnded);
        });
    }

    private void toDisk(Runnable lastTask) {
        try {
            toDiskWhenOpen(lastTask);
        } catch (RejectedExecutionException e) {
            // Torn down: what is left of the file is swept away when a receiver starts the next time.
            answers.release();
            onEnded();
        }
    }

    private void commitOnDisk() {
        // A write failed, which the machine has been told, or the file is not wanted any more, or was never opened.
        CommitResult result = staging.isStopped() ? null : sink.commit();
        if (result == null) {
            discardSink();
        }
        answers.tellLast(() -> onCommitted(result));
    }

    private void onCommitted(CommitResult result) {
        state = State.ENDED;
        if (result != null) {
            listener.onResult(answerTo(result));
        }
        listener.onEnded();
    }

    private void onEnded() {
        state = State.ENDED;
        listener.onEnded();
    }

    private void discardSink() {
        FileSink opened = sink;
        if (opened != null) {
            opened.discard();
        }
    }

    private TaskResult answerTo(CommitResult result) {
        if (result instanceof CommitResult.Committed) {
            return new TaskResult.FileCommitted(fileId, CompletionStatus.NORMAL);
        } else if (result instanceof CommitResult.Refused refused) {
            return new TaskResult.FileRefused(fileId, refused.reason());
        }
        return new TaskResult.FileFailed(
                fileId, ((CommitResult.Failed) result).failure().reason());
    }

    @Override
    public void onWritten(long fileOffset, int length) {
        // The machine counts what is claimed; what is written matters only as a whole, at the commit.
    }

    @Override
    public void onWriteFailed(IOException cause) {
        if (state != State.DISCARDING) {
            FileSink opened = sink;
            String reason = opened == null
                    ? String.valueOf(cause.getMessage())
                    : opened.failureOf(cause).reason();
            listener.onResult(new TaskResult.FileFailed(fileId, reason));
        }
    }
}
