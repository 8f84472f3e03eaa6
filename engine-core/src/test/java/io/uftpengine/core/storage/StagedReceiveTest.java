package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a source file to a received one with real threads: read, staged, written and committed as a session does it. */
class StagedReceiveTest {
    private static final int BLOCK = 1300;
    private static final int GAP = 40;
    private static final int STRIDE = GAP + BLOCK;
    private static final int RUN = 40;

    @TempDir
    Path base;

    @Test
    void shouldCopyTwoFilesAtOnceThroughOneSmallPool() throws Exception {
        long seed = System.nanoTime();
        System.out.println("StagedReceiveTest seed " + seed);
        Random random = new Random(seed);
        Path destination = Files.createDirectory(base.resolve("dest"));
        DiskThreads disks = new DiskThreads("disk", 2);
        DiskThreads loops = new DiskThreads("loop", 1);
        Executor loop = loops.next();
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
        StagingPool pool = new StagingPool(allocator, 1 << 20);
        try (ReceiverStorage storage = StorageFixture.storage(destination)) {
            List<CompletableFuture<CommitResult>> results = new ArrayList<>();
            for (String name : new String[] {"one", "two"}) {
                byte[] content = new byte[3_000_000 + random.nextInt(3_000_000)];
                random.nextBytes(content);
                Files.write(base.resolve(name), content);
                CompletableFuture<CommitResult> result = new CompletableFuture<>();
                results.add(result);
                Executor disk = disks.next();
                FileSink sink = StorageFixture.sink(storage.open(StorageFixture.file("sub/" + name, content.length)));
                FileSource source = FileSource.open(base.resolve(name), false);
                BlockStaging staging = new BlockStaging(pool, sink::write, disk, new DiskAnswers(loop), failTo(result));
                Copy copy = new Copy(source, sink, staging, loop, disk, result, random.nextLong());
                loop.execute(copy::step);
            }
            for (CompletableFuture<CommitResult> result : results) {
                StorageFixture.committed(result.get(30, TimeUnit.SECONDS));
            }
        }
        CompletableFuture<Integer> used = new CompletableFuture<>();
        loop.execute(() -> {
            used.complete(pool.usedBytes());
            pool.close();
        });
        assertEquals(0, used.get(10, TimeUnit.SECONDS));
        loops.close();
        disks.close();
        assertTrue(loops.awaitIdle(TimeUnit.SECONDS.toNanos(10)) && disks.awaitIdle(TimeUnit.SECONDS.toNanos(10)));
        assertEquals(0, allocator.metric().usedDirectMemory());
        for (String name : new String[] {"one", "two"}) {
            assertEquals(-1, Files.mismatch(base.resolve(name), destination.resolve("sub/" + name)), "seed " + seed);
        }
    }

    private static BlockStaging.Listener failTo(CompletableFuture<CommitResult> result) {
        return new BlockStaging.Listener() {
            @Override
            public void onWritten(long fileOffset, int length) {
                assertTrue(length > 0);
            }

            @Override
            public void onWriteFailed(IOException cause) {
                result.completeExceptionally(cause);
            }
        };
    }

    /** Plays network and session of one file on the event loop: runs of blocks in random order. */
    private static final class Copy {
        private final FileSource source;
        private final FileSink sink;
        private final BlockStaging staging;
        private final Executor loop;
        private final Executor disk;
        private final CompletableFuture<CommitResult> result;
        private final List<Integer> runs = new ArrayList<>();
        private final int blocks;

        Copy(
                FileSource source,
                FileSink sink,
                BlockStaging staging,
                Executor loop,
                Executor disk,
                CompletableFuture<CommitResult> result,
                long seed) {
            this.source = source;
            this.sink = sink;
            this.staging = staging;
            this.loop = loop;
            this.disk = disk;
            this.result = result;
            this.blocks = (int) ((source.size() + BLOCK - 1) / BLOCK);
            for (int first = 0; first < blocks; first += RUN) {
                runs.add(first);
            }
            Collections.shuffle(runs, new Random(seed));
        }

        void step() {
            int first = runs.remove(runs.size() - 1);
            int count = Math.min(RUN, blocks - first);
            ByteBuf slab = Unpooled.directBuffer(RUN * STRIDE);
            try {
                source.readBlocks(first, count, BLOCK, SlabPlaces.in(slab, GAP, BLOCK), 0);
                if (runs.isEmpty() && source.verifyUnchanged().isPresent()) {
                    throw new IOException(source.verifyUnchanged().get());
                }
                for (int i = 0; i < count; i++) {
                    long offset = (long) (first + i) * BLOCK;
                    int length = (int) Math.min(BLOCK, source.size() - offset);
                    if (!staging.reserve(length)) {
                        // No room: the rest of the run is "lost" and comes again.
                        runs.add(0, first);
                        break;
                    }
                    staging.stage(offset, slab, GAP + i * STRIDE, length);
                }
            } catch (IOException e) {
                result.completeExceptionally(e);
                return;
            } finally {
                slab.release();
            }
            staging.flush();
            if (runs.isEmpty()) {
                closeSource();
                staging.drain(() -> disk.execute(() -> result.complete(sink.commit())));
            } else {
                loop.execute(this::step);
            }
        }

        private void closeSource() {
            try {
                source.close();
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        }
    }
}
