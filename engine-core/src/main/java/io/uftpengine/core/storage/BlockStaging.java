package io.uftpengine.core.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Collects the blocks of one file being received and hands them to its disk thread in large pieces: blocks that are
 * neighbours in the file and arrive one after the other become one positional write.
 *
 * <p>Memory comes from the role's bounded {@link StagingPool}. For every block the caller first asks {@link #reserve};
 * when that says no, the block is to be refused as if it had been lost (reading from the network never stops). A
 * part-filled piece is handed over at {@link #flush} only while the disk is idle; while it is busy, blocks keep filling the
 * piece, so a slow disk gets larger writes and not more of them.
 *
 * <p>Single writer: the event loop given at construction makes every call and gets every callback. Nothing is allocated
 * per block.
 */
public final class BlockStaging {
    /** Where runs of bytes go; called on the disk thread. {@link FileSink#write(long, ByteBuffer)} is one. */
    @FunctionalInterface
    public interface RunWriter {
        /** Writes all remaining bytes at an offset of the file. */
        void write(long fileOffset, ByteBuffer data) throws IOException;
    }

    /** What becomes of staged blocks; called on the event loop. */
    public interface Listener {
        /** These bytes are in the file; a run may span many blocks. */
        void onWritten(long fileOffset, int length);

        /** A write failed. Called once; nothing is written any more, and no further block can be reserved. */
        void onWriteFailed(IOException cause);
    }

    private static final Runnable NOTHING = () -> {};

    private final StagingPool pool;
    private final RunWriter writer;
    private final Executor disk;
    private final DiskAnswers answers;
    private final Listener listener;
    private StagingChunk filling;
    private int chunksAtDisk;
    private int pendingBytes;

    /** Null until {@link #drain} is called. */
    private Runnable whenDrained;

    /** Set by the loop on {@link #abandon}, by the disk thread on a failure, and by {@link #stop}: nothing more is written. */
    private volatile boolean stopped;

    private boolean failureReported;

    /**
     * @param writer the file
     * @param disk runs tasks of this file one at a time, in order
     * @param answers to the caller's event loop
     */
    public BlockStaging(StagingPool pool, RunWriter writer, Executor disk, DiskAnswers answers, Listener listener) {
        this.pool = pool;
        this.writer = writer;
        this.disk = disk;
        this.answers = answers;
        this.listener = listener;
    }

    /**
     * Makes room for one block.
     *
     * @return false when there is none: refuse the block. After true, one {@link #stage} of that length succeeds; not to
     *     make use of it costs nothing
     */
    public boolean reserve(int length) {
        if (filling != null && !filling.hasRoom(length)) {
            submitFilling();
        }
        if (stopped || whenDrained != null || length > pool.chunkBytes()) {
            return false;
        }
        if (filling == null) {
            filling = pool.acquire(chunksAtDisk);
        }
        return filling != null;
    }

    /**
     * Copies a block. The buffer's indices and reference count stay as they are.
     *
     * @param fileOffset bytes from the start of the file
     * @throws IllegalStateException when there was no {@link #reserve} for it
     */
    public void stage(long fileOffset, ByteBuf data, int index, int length) {
        if (filling == null || !filling.hasRoom(length)) {
            throw new IllegalStateException("block of " + length + " bytes without reserve()");
        }
        filling.append(fileOffset, data, index, length);
        pendingBytes += length;
    }

    /** End of a read batch: what is staged may go to the disk. */
    public void flush() {
        if (filling == null) {
            return;
        }
        if (filling.isEmpty()) {
            pool.recycle(filling);
            filling = null;
        } else if (chunksAtDisk == 0) {
            submitFilling();
        }
    }

    /** Bytes staged or being written whose fate is still open. */
    public int pendingBytes() {
        return pendingBytes;
    }

    /**
     * Takes no more blocks and calls back when all that was staged is written (or has failed, which the listener has been
     * told before, or was abandoned): the file may now be committed or discarded. At once when that is so already.
     */
    public void drain(Runnable then) {
        if (whenDrained != null) {
            throw new IllegalStateException("drained twice");
        }
        whenDrained = then;
        flush();
        checkDrained();
    }

    /**
     * Takes no more blocks and hands all that is staged to the disk thread: what that is given to do afterwards, it does after
     * the last write. {@link #drain} may not follow.
     */
    public void seal() {
        if (whenDrained != null) {
            throw new IllegalStateException("sealed when drained");
        }
        whenDrained = NOTHING;
        if (filling != null && filling.isEmpty()) {
            flush();
        } else if (filling != null) {
            submitFilling();
        }
    }

    /** Not everything was or will be written. Any thread; final on the disk thread after the last write. */
    public boolean isStopped() {
        return stopped;
    }

    /** Nothing more is written, and no block taken. Any thread; the owner is to {@link #abandon} it. */
    public void stop() {
        stopped = true;
    }

    /** Takes no more blocks and throws away what the disk has not begun with. {@link #drain} may follow. */
    public void abandon() {
        stopped = true;
        if (filling != null) {
            pendingBytes -= filling.usedBytes();
            pool.recycle(filling);
            filling = null;
        }
    }

    private void submitFilling() {
        StagingChunk chunk = filling;
        filling = null;
        chunk.setOwner(this);
        chunksAtDisk++;
        try {
            disk.execute(chunk.writeTask());
        } catch (RejectedExecutionException e) {
            stopped = true;
            chunk.fail(new IOException("the disk thread has been stopped", e));
            onChunkDone(chunk);
        }
    }

    /** Disk thread. */
    void writeChunk(StagingChunk chunk) {
        if (!stopped) {
            long beginNs = System.nanoTime();
            chunk.writeTo(writer);
            pool.writeTimes().add(System.nanoTime() - beginNs);
            if (chunk.failure() != null) {
                stopped = true;
            }
        }
        answers.tell(chunk.done());
    }

    /** Event loop. */
    void onChunkDone(StagingChunk chunk) {
        chunksAtDisk--;
        pendingBytes -= chunk.usedBytes();
        IOException failure = chunk.failure();
        for (int i = 0; i < chunk.runsWritten(); i++) {
            listener.onWritten(chunk.runOffset(i), chunk.runLength(i));
        }
        pool.recycle(chunk);
        if (failure != null) {
            abandon();
            if (!failureReported) {
                failureReported = true;
                listener.onWriteFailed(failure);
            }
        }
        flush();
        checkDrained();
    }

    private void checkDrained() {
        if (whenDrained != null && filling == null && chunksAtDisk == 0) {
            Runnable then = whenDrained;
            // Not null again: no block is taken any more.
            whenDrained = NOTHING;
            then.run();
        }
    }
}
