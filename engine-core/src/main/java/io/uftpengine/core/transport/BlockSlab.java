package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.core.security.SessionSecurity;
import java.nio.ByteBuffer;

/**
 * Blocks of one file in memory, each between room for its headers and its tag, one every {@link #stride()} bytes; runs of
 * consecutive blocks, the runs in ascending order. So also blocks that stand far from each other in the file leave together.
 * The event loop says which, the disk thread reads them, the event loop sends them: the executors' queues hand it over. Used
 * again and again, see {@link SlabPool}.
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
    private final int blockSize;
    private final int stride;

    /** Where each block goes. */
    private final ByteBuffer[] places;

    private final long[] runFirst;

    /** Segment with which each run begins; one more than there are runs. */
    private final int[] runStart;

    private int fileId;
    private int runs;
    private int run;
    private int next;

    /** @param memory capacity * {@link Layout#datagramLength} bytes; owned from now on */
    BlockSlab(ByteBuf memory, Layout layout, int blockSize, int capacity) {
        this.memory = memory;
        this.layout = layout;
        this.blockSize = blockSize;
        stride = layout.datagramLength(blockSize);
        places = new ByteBuffer[capacity];
        for (int i = 0; i < capacity; i++) {
            places[i] = memory.nioBuffer(i * stride + layout.lead(), blockSize);
        }
        runFirst = new long[capacity];
        runStart = new int[capacity + 1];
    }

    /** Empty, for blocks of a file. */
    void begin(int ofFileId) {
        fileId = ofFileId;
        runs = 0;
        run = 0;
        next = 0;
    }

    /** Blocks for which there is room. */
    int room() {
        return places.length - count();
    }

    /** Adds a run of consecutive blocks, for which there must be room. */
    void addRun(long firstBlock, int count) {
        if (count < 1 || count > room()) {
            throw new IllegalArgumentException("a run of " + count + " blocks, and room for " + room());
        }
        runFirst[runs] = firstBlock;
        runStart[runs + 1] = runStart[runs] + count;
        runs++;
    }

    ByteBuf memory() {
        return memory;
    }

    ByteBuffer[] places() {
        return places;
    }

    Layout layout() {
        return layout;
    }

    int fileId() {
        return fileId;
    }

    int runs() {
        return runs;
    }

    /** First block of a run. */
    long runFirst(int ofRun) {
        return runFirst[ofRun];
    }

    /** Number of the segment that a run begins with. */
    int runStart(int ofRun) {
        return runStart[ofRun];
    }

    /** Blocks of a run. */
    int runCount(int ofRun) {
        return runStart[ofRun + 1] - runStart[ofRun];
    }

    /** Blocks in it. */
    int count() {
        return runStart[runs];
    }

    int blockSize() {
        return blockSize;
    }

    /** Bytes from one segment to the next. */
    int stride() {
        return stride;
    }

    /** Number of the segment that leaves next. */
    int next() {
        return next;
    }

    /** The block that leaves next. */
    long nextBlock() {
        return runFirst[run] + (next - runStart[run]);
    }

    void advance() {
        next++;
        if (run + 1 < runs && next == runStart[run + 1]) {
            run++;
        }
    }

    boolean isSpent() {
        return next == count();
    }
}
