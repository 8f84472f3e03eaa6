package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.data.FileSegWriter;

/**
 * A run of consecutive blocks in memory, each behind room for its headers: {@code count} segments of
 * {@link #stride()} bytes, the last perhaps shorter. The event loop makes it, the disk thread fills it, the event loop
 * sends it: the executors' queues hand it over.
 */
final class BlockSlab {
    /** In front of every block. */
    static final int HEADER_GAP = FileSegWriter.HEADER_LENGTH;

    private final ByteBuf memory;
    private final int fileId;
    private final long firstBlock;
    private final int count;
    private final int stride;
    private int next;

    /** @param memory at least count * (gap + blockSize) bytes; owned from now on */
    BlockSlab(ByteBuf memory, int fileId, long firstBlock, int count, int blockSize) {
        this.memory = memory;
        this.fileId = fileId;
        this.firstBlock = firstBlock;
        this.count = count;
        this.stride = HEADER_GAP + blockSize;
    }

    ByteBuf memory() {
        return memory;
    }

    int fileId() {
        return fileId;
    }

    long firstBlock() {
        return firstBlock;
    }

    int count() {
        return count;
    }

    int stride() {
        return stride;
    }

    /** Number of the segment that leaves next. */
    int next() {
        return next;
    }

    void advance() {
        next++;
    }

    boolean isSpent() {
        return next == count;
    }

    void release() {
        memory.release();
    }
}
