package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Pools of several receivers, which share a process's memory. */
class StagingPoolTest {
    private static final int CHUNK = 1000;
    private static final int OWN = StagingPool.OWN_CHUNKS;
    private static final int LIMIT = 16 * CHUNK;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final StagingBudget budget = new StagingBudget(8 * CHUNK);

    private StagingPool pool() {
        return new StagingPool(allocator, LIMIT, CHUNK, budget);
    }

    private static List<StagingChunk> takeAll(StagingPool pool) {
        return new ArrayList<>(Stream.iterate(pool.acquire(0), chunk -> chunk != null, chunk -> pool.acquire(0))
                .toList());
    }

    @Test
    void shouldLendNoMoreThanTheProcessMayStage() {
        StagingPool first = pool();
        StagingPool second = pool();
        List<StagingChunk> ofFirst = takeAll(first);
        assertEquals(OWN + 8, ofFirst.size());
        List<StagingChunk> ofSecond = takeAll(second);
        assertEquals(OWN, ofSecond.size(), "what everybody is sure of");
        assertEquals((2 * OWN + 8) * CHUNK, allocator.metric().usedDirectMemory());
        ofFirst.forEach(first::recycle);
        assertEquals((OWN + 4) * CHUNK, first.heldBytes(), "what is free goes back until half is");
        ofSecond.addAll(takeAll(second));
        assertEquals(OWN + 4, ofSecond.size());
        ofSecond.forEach(second::recycle);
        first.close();
        second.close();
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertTrue(budget.borrow(8 * CHUNK), "all of it came back");
    }

    @Test
    void shouldKeepWhatIsBorrowedWhileThereIsEnough() {
        StagingPool pool = pool();
        List<StagingChunk> some = new ArrayList<>();
        for (int i = 0; i < OWN + 4; i++) {
            some.add(pool.acquire(0));
        }
        some.forEach(pool::recycle);
        assertEquals((OWN + 4) * CHUNK, pool.heldBytes());
        assertFalse(budget.isShort());
        pool.close();
    }

    @Test
    void shouldGiveBackWhatComesBackAfterTheEnd() {
        StagingPool pool = pool();
        List<StagingChunk> all = takeAll(pool);
        pool.close();
        assertNull(pool.acquire(0));
        all.forEach(pool::recycle);
        assertEquals(0, pool.heldBytes());
        assertTrue(budget.borrow(8 * CHUNK));
    }

    @Test
    void shouldRefuseWhenThereIsNoMemory() {
        StagingPool pool = new StagingPool(new LittleMemory(allocator, OWN + 1), LIMIT, CHUNK, budget);
        List<StagingChunk> all = takeAll(pool);
        assertEquals(OWN + 1, all.size());
        assertTrue(budget.borrow(7 * CHUNK), "nothing is lent for it");
        budget.giveBack(7 * CHUNK);
        all.forEach(pool::recycle);
        StagingChunk again = pool.acquire(0);
        assertNotNull(again);
        pool.recycle(again);
        pool.close();
    }

    /** Has memory for so many buffers only, ever. */
    private static final class LittleMemory extends AbstractByteBufAllocator {
        private final UnpooledByteBufAllocator memory;
        private int left;

        LittleMemory(UnpooledByteBufAllocator memory, int buffers) {
            this.memory = memory;
            left = buffers;
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            if (left-- <= 0) {
                throw new OutOfMemoryError("direct memory, for a test");
            }
            return memory.directBuffer(initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }
}
