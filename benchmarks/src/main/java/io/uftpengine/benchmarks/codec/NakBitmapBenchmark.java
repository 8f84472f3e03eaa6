package io.uftpengine.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.field.NakBitmap;
import java.util.Random;
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

/** What a sender does with the NAK map of one STATUS: read it, visit every wanted block. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NakBitmapBenchmark {
    /** Blocks of a full section with 1300-byte blocks: what a STATUS of one block's size can name. */
    private static final int BLOCKS = 1300 * Byte.SIZE - 1;

    private static final long SEED = 1;

    /** Wanted blocks, percent. */
    @Param({"0", "1", "10", "100"})
    public int lossPercent;

    private ByteBuf map;

    /** A map with independent losses. */
    @Setup
    public void fill() {
        NakBitmap bitmap = NakBitmap.forBlocks(BLOCKS);
        Random random = new Random(SEED);
        for (int block = 0; block < BLOCKS; block++) {
            if (random.nextInt(100) < lossPercent) {
                bitmap.set(block);
            }
        }
        map = Unpooled.directBuffer(bitmap.byteLength());
        bitmap.writeTo(map);
    }

    /** Back to the allocator. */
    @TearDown
    public void release() {
        map.release();
    }

    /** Sum of the wanted blocks' numbers. */
    @Benchmark
    public long readAndVisit() {
        map.readerIndex(0);
        NakBitmap bitmap = NakBitmap.read(map, map.readableBytes());
        long sum = 0;
        for (int block = bitmap.nextSet(0); block >= 0 && block < BLOCKS; block = bitmap.nextSet(block + 1)) {
            sum += block;
        }
        return sum;
    }
}
