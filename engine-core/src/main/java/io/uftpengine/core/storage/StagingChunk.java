package io.uftpengine.core.storage;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A piece of staging memory with the runs of file bytes in it. Owned by the event loop while it is filled, then by the
 * disk thread while it is written, then by the event loop again: the executors' queues hand it over.
 */
final class StagingChunk {
    /** Runs in one chunk: with the smallest block size, 512 bytes, a chunk of 256 KiB is full before. */
    static final int MAX_RUNS = 512;

    private final ByteBuf memory;

    /** Null when nobody wants it back. */
    private final StagingBudget lender;

    private final ByteBuffer view;
    private final long[] runOffset = new long[MAX_RUNS];
    private final int[] runStart = new int[MAX_RUNS];
    private int runs;
    private int used;
    private int runsWritten;
    private IOException failure;
    private BlockStaging owner;

    /** Made once, so that handing a chunk over allocates nothing here. */
    private final Runnable writeTask = () -> owner.writeChunk(this);

    private final DiskAnswers.Answer done = DiskAnswers.Answer.of(() -> owner.onChunkDone(this), this::release);

    /** @param lender of the memory, or null */
    StagingChunk(ByteBuf memory, StagingBudget lender) {
        this.memory = memory;
        this.lender = lender;
        // nioBuffer, not internalNioBuffer: absolute access must be relative to this buffer.
        this.view = memory.nioBuffer(0, memory.capacity());
    }

    Runnable writeTask() {
        return writeTask;
    }

    /** The disk thread is through with it. */
    DiskAnswers.Answer done() {
        return done;
    }

    void setOwner(BlockStaging owner) {
        this.owner = owner;
    }

    boolean isEmpty() {
        return runs == 0;
    }

    int usedBytes() {
        return used;
    }

    boolean hasRoom(int length) {
        return used + length <= view.capacity() && runs < MAX_RUNS;
    }

    /** Copies a block in; one that continues the last run in the file becomes part of it. */
    void append(long fileOffset, ByteBuf data, int index, int length) {
        view.limit(used + length).position(used);
        data.getBytes(index, view);
        boolean continues = runs > 0 && runOffset[runs - 1] + (used - runStart[runs - 1]) == fileOffset;
        if (!continues) {
            runOffset[runs] = fileOffset;
            runStart[runs] = used;
            runs++;
        }
        used += length;
    }

    /** Disk thread: writes the runs until one fails. */
    void writeTo(BlockStaging.RunWriter writer) {
        try {
            for (int i = 0; i < runs; i++) {
                view.limit(runStart(i + 1)).position(runStart[i]);
                writer.write(runOffset[i], view);
                runsWritten = i + 1;
            }
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            // A defect in the writer must not lose the chunk.
            failure = new IOException(String.valueOf(e), e);
        }
    }

    void fail(IOException cause) {
        failure = cause;
    }

    /** Null when every run was written. */
    IOException failure() {
        return failure;
    }

    int runsWritten() {
        return runsWritten;
    }

    long runOffset(int run) {
        return runOffset[run];
    }

    int runLength(int run) {
        return runStart(run + 1) - runStart[run];
    }

    private int runStart(int run) {
        return run == runs ? used : runStart[run];
    }

    void reset() {
        owner = null;
        runs = 0;
        used = 0;
        runsWritten = 0;
        failure = null;
    }

    boolean isBorrowed() {
        return lender != null;
    }

    void release() {
        int bytes = memory.capacity();
        memory.release();
        if (lender != null) {
            lender.giveBack(bytes);
        }
    }
}
