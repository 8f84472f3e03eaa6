package io.uftpengine.benchmarks.protocol;

import io.uftpengine.codec.message.Status;
import io.uftpengine.core.protocol.machine.Action;
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

/** A receiver answers a DONE: the NAK map of one full section is made, and the STATUS around it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NakReportBenchmark {
    private static final long SEED = 1;

    /** Blocks that have not come, percent. */
    @Param({"1", "10", "100"})
    public int lossPercent;

    private FileInProgress file;

    /** A file of one section with independent losses. */
    @Setup
    public void receive() {
        file = new FileInProgress(1);
        Random random = new Random(SEED);
        int missing = 0;
        for (int block = 0; block < FileInProgress.SECTION_BLOCKS; block++) {
            if (random.nextInt(100) >= lossPercent) {
                file.receive(0, block);
            } else {
                missing++;
            }
        }
        Action.Send send = (Action.Send) report();
        int reported = ((Status) send.message()).naks().cardinality();
        if (reported != missing) {
            throw new IllegalStateException(reported + " of " + missing + " reported");
        }
    }

    /** One report. */
    @Benchmark
    public Action report() {
        Action sent = file.reportAfterDone();
        if (sent == null) {
            throw new IllegalStateException("no report");
        }
        return sent;
    }
}
