package io.uftpengine.benchmarks.protocol;

import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.core.protocol.transfer.BlockSet;
import io.uftpengine.core.protocol.transfer.NakAggregate;
import io.uftpengine.core.protocol.transfer.SectionLayout;
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
import org.openjdk.jmh.annotations.Warmup;

/** A sender's pass over one section: the NAK maps of all receivers become one, and what they want leaves in order. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NakAggregateBenchmark {
    private static final int BLOCK_BYTES = 1300;
    /** A full section. */
    private static final int BLOCKS = BLOCK_BYTES * Byte.SIZE;

    private static final long SEED = 1;

    /** How many send a STATUS. */
    @Param({"1", "10", "100", "1000"})
    public int receivers;

    /** Blocks that each of them wants, percent, independently of the others. */
    @Param({"1", "10"})
    public int lossPercent;

    private NakBitmap[] maps;
    private NakAggregate aggregate;
    private BlockSet union;

    /** All maps, and an aggregate that wants nothing. */
    @Setup
    public void fill() {
        SectionLayout layout = new SectionLayout((long) BLOCKS * BLOCK_BYTES, BLOCK_BYTES);
        if (layout.sections() != 1) {
            throw new IllegalStateException(layout.sections() + " sections");
        }
        Random random = new Random(SEED);
        maps = new NakBitmap[receivers];
        union = BlockSet.none(layout);
        for (int receiver = 0; receiver < receivers; receiver++) {
            maps[receiver] = NakBitmap.forBlocks(BLOCKS);
            for (int block = 0; block < BLOCKS; block++) {
                if (random.nextInt(100) < lossPercent) {
                    maps[receiver].set(block);
                    union.add(block);
                }
            }
        }
        aggregate = new NakAggregate(layout);
        sendAll();
    }

    /** All maps merged, and all sent that is wanted: the aggregate ends as it began. */
    @Benchmark
    public long mergeAndSend() {
        int naks = 0;
        for (NakBitmap map : maps) {
            naks += aggregate.merge(0, map);
        }
        return naks + sendAll();
    }

    private long sendAll() {
        long sum = 0;
        for (long block = aggregate.wanted().next(0);
                block >= 0;
                block = aggregate.wanted().next(block + 1)) {
            aggregate.sent(block);
            sum += block;
        }
        return sum;
    }

    /** Only the union read in order. */
    @Benchmark
    public long readInOrder() {
        long sum = 0;
        for (long block = union.next(0); block >= 0; block = union.next(block + 1)) {
            sum += block;
        }
        return sum;
    }
}
