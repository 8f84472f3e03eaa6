package io.uftpengine.benchmarks.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.benchmarks.EventLoopThreads;
import io.uftpengine.benchmarks.TemporaryDirectory;
import io.uftpengine.core.storage.BlockStaging;
import io.uftpengine.core.storage.DiskAnswers;
import io.uftpengine.core.storage.FileSink;
import io.uftpengine.core.storage.OpenRequest;
import io.uftpengine.core.storage.OpenResult;
import io.uftpengine.core.storage.RawName;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import io.uftpengine.core.storage.StoragePolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One block of 1,300 bytes of a file that comes in order: staged, and written with its neighbours, here on the same thread. The
 * file is written over again and again, so that it stays in the system's cache: this is no benchmark of a disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {EventLoopThreads.CUSTOM, EventLoopThreads.CLASS})
public class FileSinkBenchmark {
    private static final int BLOCK_BYTES = 1300;
    private static final int FILE_BLOCKS = 50_000;

    /** Where the file is; empty = java.io.tmpdir. */
    @Param("")
    public String directory;

    /** Blocks of a read batch: what the disk is given when it is idle (64), and a piece that is full (201). */
    @Param({"64", "201"})
    public int batchBlocks;

    private Path made;
    private ReceiverStorage storage;
    private StagingPool pool;
    private FileSink sink;
    private BlockStaging toFile;
    private BlockStaging toNowhere;
    private ByteBuf datagram;
    private int block;
    private int inBatch;
    private IOException failure;

    /** An open file. */
    @Setup
    public void open() throws IOException {
        made = TemporaryDirectory.make(directory);
        storage = new ReceiverStorage(List.of(made), StoragePolicy.SAFE, 1);
        OpenResult opened =
                storage.open(OpenRequest.file(1, 1, RawName.of("bench.bin"), (long) FILE_BLOCKS * BLOCK_BYTES, 0));
        if (!(opened instanceof OpenResult.Receive receive)) {
            throw new IllegalStateException(String.valueOf(opened));
        }
        sink = receive.sink();
        pool = StagingPool.ofDefaultSize();
        toFile = new BlockStaging(pool, sink::write, Runnable::run, new DiskAnswers(Runnable::run), listener());
        toNowhere = new BlockStaging(
                pool,
                (offset, data) -> data.position(data.limit()),
                Runnable::run,
                new DiskAnswers(Runnable::run),
                listener());
        datagram = Unpooled.directBuffer(BLOCK_BYTES, BLOCK_BYTES).writeZero(BLOCK_BYTES);
    }

    private BlockStaging.Listener listener() {
        return new BlockStaging.Listener() {
            @Override
            public void onWritten(long fileOffset, int length) {
                return;
            }

            @Override
            public void onWriteFailed(IOException cause) {
                failure = cause;
            }
        };
    }

    /** No file is left. */
    @TearDown
    public void close() throws IOException {
        toFile.abandon();
        toNowhere.abandon();
        sink.discard();
        storage.close();
        pool.close();
        datagram.release();
        TemporaryDirectory.remove(made);
        if (failure != null) {
            throw failure;
        }
    }

    /** A block on its way to the file. */
    @Benchmark
    public int stageAndWrite() {
        return stage(toFile);
    }

    /** The same without the system call. */
    @Benchmark
    public int stage() {
        return stage(toNowhere);
    }

    private int stage(BlockStaging staging) {
        if (!staging.reserve(BLOCK_BYTES)) {
            throw new IllegalStateException("no room", failure);
        }
        staging.stage((long) block * BLOCK_BYTES, datagram, 0, BLOCK_BYTES);
        if (++block == FILE_BLOCKS) {
            block = 0;
        }
        if (++inBatch == batchBlocks) {
            inBatch = 0;
            staging.flush();
        }
        return block;
    }
}
