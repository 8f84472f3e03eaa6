package io.uftpengine.benchmarks.crypto;

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

/** What sealing a packet of 1,300 bytes costs: from text to ciphertext and tag, in place. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SealBenchmark {
    /** Suite and who computes it. */
    @Param({
        "aes128-gcm/sunjce",
        "aes128-gcm/bc-jce",
        "aes128-gcm/bc-light",
        "aes128-gcm/engine",
        "aes256-gcm/sunjce",
        "aes256-gcm/bc-jce",
        "aes256-gcm/bc-light",
        "aes256-gcm/engine",
        "aes128-ccm/bc-jce",
        "aes128-ccm/bc-light",
        "aes128-ccm/engine",
        "aes256-ccm/bc-jce",
        "aes256-ccm/bc-light",
        "aes256-ccm/engine"
    })
    public String cipher;

    /** Where the packet lies. */
    @Param
    public Packet.Memory memory;

    private Packet packet;
    private PacketCipher contender;

    /** A sealed packet. */
    @Setup
    public void prepare() throws Exception {
        packet = new Packet(Contenders.suite(cipher), memory);
        contender = Contenders.create(cipher, packet);
        packet.restore();
    }

    /** One packet, under the next nonce; what is sealed is the ciphertext of the one before. */
    @Benchmark
    public Packet seal() throws Exception {
        contender.seal();
        return packet;
    }
}
