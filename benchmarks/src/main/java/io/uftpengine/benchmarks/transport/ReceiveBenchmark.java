package io.uftpengine.benchmarks.transport;

import io.uftpengine.benchmarks.EventLoopThreads;
import io.uftpengine.benchmarks.TemporaryDirectory;
import io.uftpengine.core.transport.ReceivingPipeline;
import java.io.IOException;
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
 * One FILESEG of 1,300 bytes through a receiver's pipeline, in read batches of 64: checked, opened, dispatched, claimed and
 * copied to staging memory, which then goes to a disk that keeps nothing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {EventLoopThreads.CUSTOM, EventLoopThreads.CLASS})
public class ReceiveBenchmark {
    private static final int BLOCK_BYTES = 1300;
    private static final int BATCH = 64;

    /** How the session is encrypted. */
    @Param({Ciphers.NONE, "aes256-gcm", "aes256-ccm"})
    public String cipher;

    private Path directory;
    private ReceivingPipeline pipeline;
    private long received;

    /** A session in the middle of a file. */
    @Setup
    public void begin() throws IOException {
        directory = TemporaryDirectory.make("");
        pipeline = new ReceivingPipeline(Ciphers.suite(cipher), BLOCK_BYTES, directory);
    }

    /** A block that was dropped on the way would be a cheap one. */
    @TearDown
    public void end() throws IOException {
        long stored = pipeline.blocksStored();
        String counters = pipeline.toString();
        pipeline.close();
        TemporaryDirectory.remove(directory);
        if (stored != received) {
            throw new IllegalStateException(stored + " of " + received + " blocks stored: " + counters);
        }
    }

    /** One read batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void receive() {
        pipeline.receive(BATCH);
        received += BATCH;
    }
}
