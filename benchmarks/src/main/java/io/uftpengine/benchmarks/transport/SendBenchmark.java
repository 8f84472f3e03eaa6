package io.uftpengine.benchmarks.transport;

import io.uftpengine.benchmarks.EventLoopThreads;
import io.uftpengine.core.transport.SendingPipeline;
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
 * One block of 1,300 bytes that has been read, in slabs of 64: headers written, sealed, and handed to a channel, which swallows
 * it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {EventLoopThreads.CUSTOM, EventLoopThreads.CLASS})
public class SendBenchmark {
    private static final int BLOCK_BYTES = 1300;

    /** How the session is encrypted. */
    @Param({Ciphers.NONE, "aes256-gcm", "aes256-ccm"})
    public String cipher;

    /** Whether the kernel cuts what it is given into datagrams (GSO). */
    @Param({"true", "false"})
    public boolean offload;

    private SendingPipeline pipeline;
    private long sent;

    /** A session. */
    @Setup
    public void begin() {
        pipeline = new SendingPipeline(Ciphers.suite(cipher), BLOCK_BYTES, offload);
    }

    /** All blocks must have left. */
    @TearDown
    public void end() {
        long out = pipeline.datagramsOut();
        pipeline.close();
        if (out != sent) {
            throw new IllegalStateException(out + " of " + sent + " datagrams left");
        }
    }

    /** One slab. */
    @Benchmark
    @OperationsPerInvocation(SendingPipeline.SLAB_BLOCKS)
    public void send() {
        pipeline.sendSlab();
        sent += SendingPipeline.SLAB_BLOCKS;
    }
}
