package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.core.security.SessionSecurity;

/**
 * A run of consecutive blocks in memory, each between room for its headers and its tag: {@code count} segments of
 * {@link #stride()} bytes, the last perhaps shorter. The event loop makes it, the disk thread fills it, the event loop
 * sends it: the executors' queues hand it over.
 */
final class BlockSlab {
    /**
     * What surrounds every block.
     *
     * @param lead bytes in front of it
     * @param tail bytes behind it
     */
    record Layout(int lead, int tail) {
        /**
         * Of a session's blocks: headers, in an encrypted one with the ENCRYPTED header between them and the tag behind.
         *
         * @param extended whether every FILESEG carries the TFMCC extension
         */
        static Layout of(boolean sealed, boolean extended) {
            int headers = extended ? FileSegWriter.TFMCC_HEADER_LENGTH : FileSegWriter.HEADER_LENGTH;
            return sealed
                    ? new Layout(
                            headers + SessionSecurity.HEADER_LENGTH,
                            SessionSecurity.OVERHEAD - SessionSecurity.HEADER_LENGTH)
                    : new Layout(headers, 0);
        }

        /** Bytes of a datagram with a whole block. */
        int datagramLength(int blockSize) {
            return lead + blockSize + tail;
        }
    }

    private final ByteBuf memory;
    private final Layout layout;
    private final int fileId;
    private final long firstBlock;
    private final int count;
    private final int blockSize;
    private int next;

    /** @param memory at least count * {@link Layout#datagramLength} bytes; owned from now on */
    BlockSlab(ByteBuf memory, Layout layout, int fileId, long firstBlock, int count, int blockSize) {
        this.memory = memory;
        this.layout = layout;
        this.fileId = fileId;
        this.firstBlock = firstBlock;
        this.count = count;
        this.blockSize = blockSize;
    }

    ByteBuf memory() {
        return memory;
    }

    Layout layout() {
        return layout;
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

    int blockSize() {
        return blockSize;
    }

    /** Bytes from one segment to the next. */
    int stride() {
        return layout.datagramLength(blockSize);
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
