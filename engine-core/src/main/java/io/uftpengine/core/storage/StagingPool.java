package io.uftpengine.core.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import java.util.ArrayDeque;

/**
 * The memory that a receiver role keeps received blocks in until the disk has them: a fixed number of chunks of direct
 * memory, made when first needed and used again ever after. The first few are a pool's own; those beyond are borrowed from the
 * process's {@link StagingBudget}, and go back as soon as they are free while that is short. Single writer: the role's event loop.
 */
public final class StagingPool implements AutoCloseable {
    /** Bounds of the default: what a disk that gets no processor for a sixth of a second leaves waiting at 400 MB/s, and a fiftieth. */
    private static final int LARGEST_DEFAULT_BYTES = 64 * 1024 * 1024;

    private static final int LEAST_DEFAULT_BYTES = 8 * 1024 * 1024;

    /** The default is this part of what the Java process may have outside of its heap. */
    private static final int DEFAULT_SHARE = 16;

    /** Default size of a chunk, bytes: large enough to make system calls rare, small enough to share among files. */
    public static final int DEFAULT_CHUNK_BYTES = 256 * 1024;

    /** One chunk in so many is kept for files that hold none, so that a stalled disk does not starve other files. */
    private static final int SHARE_KEPT_FOR_OTHERS = 8;

    /** Chunks that a pool gets whatever others have: with one filling and one at the disk, its files go on. */
    static final int OWN_CHUNKS = 4;

    private final ByteBufAllocator allocator;
    private final StagingBudget budget;
    private final int chunkBytes;
    private final int maxChunks;
    private final DiskTimes writeTimes = new DiskTimes();
    private final ArrayDeque<StagingChunk> free = new ArrayDeque<>();
    private int made;

    /** Those of {@link #made} that are the budget's. */
    private int borrowed;

    private boolean closed;

    /** A pool of the default size: 8 to 64 MiB, the more the more memory the Java process may have. */
    public static StagingPool ofDefaultSize() {
        long share = PlatformDependent.maxDirectMemory() / DEFAULT_SHARE;
        int limitBytes = (int) Math.max(LEAST_DEFAULT_BYTES, Math.min(LARGEST_DEFAULT_BYTES, share));
        return new StagingPool(PooledByteBufAllocator.DEFAULT, limitBytes);
    }

    /** A pool with the default chunk size. */
    public StagingPool(ByteBufAllocator allocator, int limitBytes) {
        this(allocator, limitBytes, Math.min(DEFAULT_CHUNK_BYTES, limitBytes));
    }

    StagingPool(ByteBufAllocator allocator, int limitBytes, int chunkBytes) {
        this(allocator, limitBytes, chunkBytes, StagingBudget.OF_PROCESS);
    }

    StagingPool(ByteBufAllocator allocator, int limitBytes, int chunkBytes, StagingBudget budget) {
        if (chunkBytes <= 0 || limitBytes < chunkBytes) {
            throw new IllegalArgumentException("limit " + limitBytes + ", chunk " + chunkBytes + " bytes");
        }
        this.allocator = allocator;
        this.budget = budget;
        this.chunkBytes = chunkBytes;
        this.maxChunks = limitBytes / chunkBytes;
    }

    /** Largest block that can be staged, bytes. */
    public int chunkBytes() {
        return chunkBytes;
    }

    /** Memory never above this, bytes. */
    public int limitBytes() {
        return maxChunks * chunkBytes;
    }

    /** How long the role's writes took, each of up to a chunk. */
    public DiskTimes writeTimes() {
        return writeTimes;
    }

    /** Memory in use now, staged or being written, bytes; never above the limit. */
    public int usedBytes() {
        return (made - free.size()) * chunkBytes;
    }

    /** Memory held from the allocator, bytes; never above the limit. */
    public int heldBytes() {
        return made * chunkBytes;
    }

    /** @return null when there is no room */
    StagingChunk acquire(int chunksHeldByFile) {
        int available = closed ? 0 : maxChunks - made + free.size();
        int keep = chunksHeldByFile == 0 ? 0 : maxChunks / SHARE_KEPT_FOR_OTHERS;
        if (available <= keep) {
            return null;
        }
        StagingChunk chunk = free.pollLast();
        return chunk == null ? make() : chunk;
    }

    /** Null when there is no memory for it. */
    private StagingChunk make() {
        boolean isOwn = made - borrowed < OWN_CHUNKS;
        if (!isOwn && !budget.borrow(chunkBytes)) {
            return null;
        }
        ByteBuf memory;
        try {
            memory = allocator.directBuffer(chunkBytes, chunkBytes);
        } catch (OutOfMemoryError e) {
            // Not of the heap: so much less can be staged, and the sender learns of it as of any loss.
            if (!isOwn) {
                budget.giveBack(chunkBytes);
            }
            return null;
        }
        made++;
        borrowed += isOwn ? 0 : 1;
        return new StagingChunk(memory, isOwn ? null : budget);
    }

    void recycle(StagingChunk chunk) {
        chunk.reset();
        if (closed || (chunk.isBorrowed() && budget.isShort())) {
            release(chunk);
        } else {
            free.addLast(chunk);
        }
    }

    private void release(StagingChunk chunk) {
        made--;
        borrowed -= chunk.isBorrowed() ? 1 : 0;
        chunk.release();
    }

    /** Frees what is not in use now, and the rest as it comes back from the disk. */
    @Override
    public void close() {
        closed = true;
        while (!free.isEmpty()) {
            release(free.pollLast());
        }
    }
}
