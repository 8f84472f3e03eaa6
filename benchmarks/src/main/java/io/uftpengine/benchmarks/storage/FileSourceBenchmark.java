package io.uftpengine.benchmarks.storage;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.uftpengine.benchmarks.EventLoopThreads;
import io.uftpengine.benchmarks.TemporaryDirectory;
import io.uftpengine.core.storage.FileSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One block of 1,300 bytes read from a file in order, 64 at once, each to its place behind room for headers. The file is in the
 * system's cache: this is no benchmark of a disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {EventLoopThreads.CUSTOM, EventLoopThreads.CLASS})
public class FileSourceBenchmark {
    private static final int BLOCK_BYTES = 1300;
    private static final int GAP = 24;
    private static final int STRIDE = GAP + BLOCK_BYTES;
    private static final int RUN = 64;
    private static final int FILE_BLOCKS = 800 * RUN;

    /** Where the file is; empty = java.io.tmpdir. */
    @Param("")
    public String directory;

    private Path made;
    private FileSource source;
    private ByteBuf slab;
    private final ByteBuffer[] places = new ByteBuffer[RUN];
    private int block;

    /** An open file. */
    @Setup
    public void open() throws IOException {
        made = TemporaryDirectory.make(directory);
        Path file = made.resolve("bench.bin");
        Files.write(file, new byte[FILE_BLOCKS * BLOCK_BYTES]);
        source = FileSource.open(file, false);
        slab = PooledByteBufAllocator.DEFAULT.directBuffer(RUN * STRIDE, RUN * STRIDE);
        for (int i = 0; i < RUN; i++) {
            places[i] = slab.nioBuffer(GAP + i * STRIDE, BLOCK_BYTES);
        }
    }

    /** No file is left. */
    @TearDown
    public void close() throws IOException {
        source.close();
        slab.release();
        TemporaryDirectory.remove(made);
    }

    /** A run of blocks to their places. */
    @Benchmark
    @OperationsPerInvocation(RUN)
    public int readBlocks() throws IOException {
        int bytes = source.readBlocks(block, RUN, BLOCK_BYTES, places, 0);
        next();
        return bytes;
    }

    private void next() {
        block += RUN;
        if (block == FILE_BLOCKS) {
            block = 0;
        }
    }
}
