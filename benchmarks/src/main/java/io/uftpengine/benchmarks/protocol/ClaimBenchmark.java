package io.uftpengine.benchmarks.protocol;

import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a receiver's session does for each FILESEG: the header looked at, the block claimed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ClaimBenchmark {
    private static final long SEED = 1;
    /** Steps before they repeat: longer than a section, so that the gaps are elsewhere in the next. */
    private static final int PATTERN = 1 << 16;

    /** Blocks that do not come, percent. */
    @Param({"0", "1", "10"})
    public int lossPercent;

    private final int[] steps = new int[PATTERN];
    private FileInProgress file;
    private int at;
    private int section;
    private int block;

    /** How far it is from each block that comes to the next one. */
    @Setup
    public void scatter() {
        Random random = new Random(SEED);
        for (int i = 0; i < PATTERN; i++) {
            steps[i] = 1;
            while (random.nextInt(100) < lossPercent) {
                steps[i]++;
            }
        }
    }

    /** Another session: in a second a large part of the largest file is claimed. */
    @Setup(Level.Iteration)
    public void begin() {
        file = new FileInProgress(SectionLayout.MAX_SECTIONS);
        section = 0;
        block = 0;
    }

    /** The next block that comes. */
    @Benchmark
    public long claim() {
        long offset = file.receive(section, block);
        if (offset < 0) {
            throw new IllegalStateException("section " + section + ", block " + block + ": " + offset);
        }
        block += steps[at++ & PATTERN - 1];
        if (block >= FileInProgress.SECTION_BLOCKS) {
            block -= FileInProgress.SECTION_BLOCKS;
            section++;
        }
        return offset;
    }
}
