package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockStagingTest {
    private static final int BLOCK = 1000;
    private static final int CHUNK = 8 * BLOCK;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final StagingPool pool = new StagingPool(allocator, 4 * CHUNK, CHUNK);
    private final ArrayDeque<Runnable> disk = new ArrayDeque<>();
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private final List<String> writes = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private IOException diskFault;
    private final BlockStaging staging = staging();
    private final ByteBuf block = Unpooled.buffer(BLOCK).writeZero(BLOCK);

    @AfterEach
    void nothingLeaks() {
        run();
        pool.close();
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertEquals(1, block.refCnt());
        block.release();
    }

    @Test
    void shouldWriteNeighboursAsOneRun() {
        stage(0, 1, 2, 5, 6, 4);
        staging.flush();
        run();
        assertEquals(List.of("0+3000", "5000+2000", "4000+1000"), writes);
        assertEquals(List.of("written 0+3000", "written 5000+2000", "written 4000+1000"), events);
        assertEquals(0, staging.pendingBytes());
    }

    @Test
    void shouldNotWriteBeforeTheBatchEndsOrAChunkIsFull() {
        stage(0, 1, 2);
        assertEquals(0, disk.size());
        assertEquals(3000, staging.pendingBytes());
        stage(3, 4, 5, 6, 7);
        assertEquals(0, disk.size());
        stage(8);
        assertEquals(1, disk.size());
    }

    @Test
    void shouldGatherBlocksWhileTheDiskIsBusy() {
        for (int i = 0; i < 8; i++) {
            stage(i);
            staging.flush();
        }
        assertEquals(1, disk.size());
        run();
        assertEquals(List.of("0+1000", "1000+7000"), writes);
    }

    @Test
    void shouldRefuseWhatDoesNotFitAndTakeItAgainAfterwards() {
        int taken = 0;
        while (staging.reserve(BLOCK)) {
            stageReserved(taken++);
            assertTrue(pool.heldBytes() <= 4 * CHUNK);
        }
        assertEquals(4 * 8, taken);
        assertFalse(staging.reserve(BLOCK));
        run();
        assertTrue(staging.reserve(BLOCK));
        staging.flush();
        assertEquals(
                32_000,
                events.stream()
                        .mapToInt(e -> Integer.parseInt(e.split("\\+")[1]))
                        .sum());
    }

    @Test
    void shouldKeepRoomForOtherFilesWhenOneStalls() {
        StagingPool shared = new StagingPool(allocator, 8 * CHUNK, CHUNK);
        BlockStaging stalled = new BlockStaging(shared, this::write, disk::add, new DiskAnswers(loop::add), listener());
        BlockStaging other = new BlockStaging(shared, this::write, disk::add, new DiskAnswers(loop::add), listener());
        int taken = 0;
        while (stalled.reserve(BLOCK)) {
            stalled.stage((long) taken++ * BLOCK, block, 0, BLOCK);
        }
        assertEquals(7 * 8, taken);
        assertTrue(other.reserve(BLOCK));
        other.flush();
        run();
        assertEquals(0, shared.usedBytes());
        shared.close();
        assertEquals(0, shared.heldBytes());
    }

    @Test
    void shouldGiveBackAReservationThatIsNotUsed() {
        assertTrue(staging.reserve(BLOCK));
        staging.flush();
        assertEquals(0, pool.usedBytes());
        assertEquals(0, disk.size());
    }

    @Test
    void shouldRefuseToStageWithoutReserve() {
        assertThrows(IllegalStateException.class, () -> staging.stage(0, block, 0, BLOCK));
        assertFalse(staging.reserve(CHUNK + 1));
    }

    @Test
    void shouldReportAFailureOnceAndWriteNothingMore() {
        diskFault = new IOException("No space left on device");
        for (int i = 0; i < 20; i++) {
            stage(i);
        }
        staging.flush();
        run();
        assertEquals(List.of("failed No space left on device"), events);
        assertEquals(List.of("0+8000"), writes);
        assertFalse(staging.reserve(BLOCK));
        assertEquals(0, staging.pendingBytes());
        assertEquals(0, pool.usedBytes());
        staging.drain(() -> events.add("drained"));
        assertEquals("drained", events.get(1));
    }

    @Test
    void shouldReportRunsThatWereWrittenBeforeTheFailure() {
        stage(0, 2, 4);
        BlockStaging.RunWriter failSecond = (offset, data) -> {
            if (offset > 0) {
                throw new IOException("EIO");
            }
        };
        BlockStaging failing = new BlockStaging(pool, failSecond, disk::add, new DiskAnswers(loop::add), listener());
        for (int i : new int[] {0, 2, 4}) {
            assertTrue(failing.reserve(BLOCK));
            failing.stage((long) i * BLOCK, block, 0, BLOCK);
        }
        failing.flush();
        run();
        assertEquals(List.of("written 0+1000", "failed EIO"), events);
        staging.flush();
    }

    @Test
    void shouldDrainAfterTheLastWriteReturned() {
        stage(0, 1);
        staging.flush();
        stage(2);
        staging.drain(() -> events.add("drained"));
        assertEquals(List.of(), events);
        assertFalse(staging.reserve(BLOCK));
        run();
        assertEquals(List.of("written 0+2000", "written 2000+1000", "drained"), events);
    }

    @Test
    void shouldDrainAtOnceWhenNothingIsStaged() {
        staging.drain(() -> events.add("drained"));
        assertEquals(List.of("drained"), events);
    }

    @Test
    void shouldThrowAwayWhatIsAbandoned() {
        stage(0);
        staging.flush();
        stage(1);
        staging.abandon();
        staging.drain(() -> events.add("drained"));
        run();
        assertEquals(List.of(), writes);
        assertEquals(List.of("drained"), events);
        assertEquals(0, staging.pendingBytes());
    }

    @Test
    void shouldFailWhenTheDiskThreadIsGone() {
        BlockStaging late = new BlockStaging(
                pool,
                this::write,
                task -> {
                    throw new RejectedExecutionException();
                },
                new DiskAnswers(loop::add),
                listener());
        for (int i = 0; i < 8; i++) {
            assertTrue(late.reserve(BLOCK));
            late.stage((long) i * BLOCK, block, 0, BLOCK);
        }
        assertFalse(late.reserve(BLOCK));
        assertEquals(List.of("failed the disk thread has been stopped"), events);
    }

    @Test
    void shouldFreeMemoryWhenTheLoopIsGone() {
        BlockStaging late = new BlockStaging(
                pool,
                this::write,
                disk::add,
                new DiskAnswers(task -> {
                    throw new RejectedExecutionException();
                }),
                listener());
        assertTrue(late.reserve(BLOCK));
        late.stage(0, block, 0, BLOCK);
        late.flush();
        run();
        assertEquals(0, allocator.metric().usedDirectMemory());
        assertEquals(List.of(), events);
    }

    @Test
    void shouldNotAllocatePerBlockOrPerChunkInSteadyState() {
        for (int round = 0; round < 5; round++) {
            stage(0, 1, 2, 3, 4, 5, 6, 7, 8);
            staging.flush();
            run();
        }
        assertEquals(2 * CHUNK, pool.heldBytes());
    }

    @Test
    void shouldReassembleARandomStream() {
        long seed = System.nanoTime();
        System.out.println("BlockStagingTest seed " + seed);
        Random random = new Random(seed);
        int blocks = 3000;
        byte[] content = new byte[blocks * BLOCK - 77];
        random.nextBytes(content);
        byte[] file = new byte[content.length];
        BitSet acknowledged = new BitSet();
        BlockStaging.Listener listener = new BlockStaging.Listener() {
            @Override
            public void onWritten(long fileOffset, int length) {
                acknowledged.set((int) fileOffset, (int) fileOffset + length);
            }

            @Override
            public void onWriteFailed(IOException cause) {
                throw new AssertionError(cause);
            }
        };
        BlockStaging.RunWriter writer = (offset, data) -> data.get(file, (int) offset, data.remaining());
        BlockStaging stream = new BlockStaging(pool, writer, disk::add, new DiskAnswers(loop::add), listener);
        BitSet missing = new BitSet();
        missing.set(0, blocks);
        int refused = 0;
        while (!missing.isEmpty()) {
            for (int b = missing.nextSetBit(0); b >= 0; b = missing.nextSetBit(b + 1)) {
                if (random.nextInt(10) == 0) {
                    continue;
                }
                int length = Math.min(BLOCK, content.length - b * BLOCK);
                if (stream.reserve(length)) {
                    ByteBuf datagram = Unpooled.directBuffer().writeZero(24).writeBytes(content, b * BLOCK, length);
                    stream.stage((long) b * BLOCK, datagram, 24, length);
                    datagram.release();
                    missing.clear(b);
                } else {
                    refused++;
                }
                if (random.nextInt(7) == 0) {
                    stream.flush();
                }
                // A chunk holds eight blocks: on average the disk is slower than the network.
                if (random.nextInt(12) == 0 && !disk.isEmpty()) {
                    disk.poll().run();
                }
                for (int i = random.nextInt(3); i > 0 && !loop.isEmpty(); i--) {
                    loop.poll().run();
                }
                assertTrue(pool.heldBytes() <= 4 * CHUNK, "seed " + seed);
            }
        }
        assertTrue(refused > 0, "never full, seed " + seed);
        stream.drain(() -> events.add("drained"));
        run();
        assertEquals(List.of("drained"), events);
        assertEquals(content.length, acknowledged.cardinality(), "seed " + seed);
        assertArrayEquals(content, file, "seed " + seed + ", " + refused + " refused");
    }

    private BlockStaging staging() {
        return new BlockStaging(pool, this::write, disk::add, new DiskAnswers(loop::add), listener());
    }

    private void stage(int... blocks) {
        for (int b : blocks) {
            assertTrue(staging.reserve(BLOCK));
            stageReserved(b);
        }
    }

    private void stageReserved(int b) {
        staging.stage((long) b * BLOCK, block, 0, BLOCK);
    }

    private void write(long offset, ByteBuffer data) throws IOException {
        writes.add(offset + "+" + data.remaining());
        if (diskFault != null) {
            throw diskFault;
        }
    }

    private BlockStaging.Listener listener() {
        return new BlockStaging.Listener() {
            @Override
            public void onWritten(long fileOffset, int length) {
                events.add("written " + fileOffset + "+" + length);
            }

            @Override
            public void onWriteFailed(IOException cause) {
                events.add("failed " + cause.getMessage());
            }
        };
    }

    private void run() {
        while (!disk.isEmpty() || !loop.isEmpty()) {
            if (!disk.isEmpty()) {
                disk.poll().run();
            }
            if (!loop.isEmpty()) {
                loop.poll().run();
            }
        }
    }
}
