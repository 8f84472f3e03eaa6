package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.storage.BlockStaging;
import io.uftpengine.core.storage.CommitResult;
import io.uftpengine.core.storage.FileSink;
import io.uftpengine.core.storage.StagingPool;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * One file being received: its staging on the event loop, its sink on the disk thread. Single writer: the event loop.
 * However it ends, the sink is committed or discarded exactly once, after its last write has returned.
 */
final class IncomingFile implements BlockStaging.Listener {
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
    private final FileSink sink;
    private final BlockStaging staging;
    private final Executor disk;
    private final Executor loop;
    private final Consumer<TaskResult> results;
    private final Runnable whenEnded;
    private State state = State.RECEIVING;

    /**
     * @param results gets the answers for the machine
     * @param whenEnded called on the loop when the disk thread is through with the file
     */
    IncomingFile(
            int fileId,
            FileSink sink,
            StagingPool pool,
            Executor disk,
            Executor loop,
            Consumer<TaskResult> results,
            Runnable whenEnded) {
        this.fileId = fileId;
        this.sink = sink;
        this.disk = disk;
        this.loop = loop;
        this.results = results;
        this.whenEnded = whenEnded;
        this.staging = new BlockStaging(pool, sink::write, disk, loop, this);
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
            // One way to the disk thread and back: small files consist of little else.
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
        toDisk(this::discardOnDisk);
    }

    private void toDisk(Runnable lastTask) {
        try {
            disk.execute(lastTask);
        } catch (RejectedExecutionException e) {
            // Torn down: what is left of the file is swept away when a receiver starts the next time.
            state = State.ENDED;
            whenEnded.run();
        }
    }

    private void commitOnDisk() {
        if (staging.isStopped()) {
            // A write failed, which the machine has been told, or the file is not wanted any more.
            discardOnDisk();
            return;
        }
        CommitResult result = sink.commit();
        loop.execute(() -> {
            state = State.ENDED;
            results.accept(answerTo(result));
            whenEnded.run();
        });
    }

    private void discardOnDisk() {
        sink.discard();
        loop.execute(() -> {
            state = State.ENDED;
            whenEnded.run();
        });
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
            results.accept(
                    new TaskResult.FileFailed(fileId, sink.failureOf(cause).reason()));
        }
    }
}
