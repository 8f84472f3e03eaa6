package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;

/**
 * The slabs of one sender: made when first needed, used again when the kernel has what was in them. How many there are is
 * bounded by what a machine has read ahead and by the channel's high water mark. Single writer: the role's event loop.
 */
final class SlabPool implements AutoCloseable {
    private final ByteBufAllocator allocator;
    private final BlockSlab.Layout layout;
    private final int blockSize;
    private final int blocks;

    /** Sent or thrown away, the oldest first: what waits in the channel leaves in that order. */
    private final ArrayDeque<BlockSlab> idle = new ArrayDeque<>();

    private boolean closed;

    /** @param blocks of a slab */
    SlabPool(ByteBufAllocator allocator, BlockSlab.Layout layout, int blockSize, int blocks) {
        this.allocator = allocator;
        this.layout = layout;
        this.blockSize = blockSize;
        this.blocks = blocks;
    }

    /** An empty slab for blocks of a file. */
    BlockSlab take(int fileId) {
        BlockSlab slab = idle.peek();
        if (slab != null && slab.memory().refCnt() == 1) {
            idle.remove();
        } else {
            int bytes = blocks * layout.datagramLength(blockSize);
            ByteBuf memory = allocator.directBuffer(bytes, bytes);
            slab = new BlockSlab(memory, layout, blockSize, blocks);
        }
        slab.begin(fileId);
        return slab;
    }

    /** Nobody reads into it or sends from it any more, but what was sent of it may still wait in the channel. */
    void giveBack(BlockSlab slab) {
        if (closed) {
            slab.memory().release();
        } else {
            idle.add(slab);
        }
    }

    /** The layout of its slabs. */
    BlockSlab.Layout layout() {
        return layout;
    }

    /** Frees what is idle, and the rest when it is given back. */
    @Override
    public void close() {
        closed = true;
        while (!idle.isEmpty()) {
            idle.remove().memory().release();
        }
    }
}
