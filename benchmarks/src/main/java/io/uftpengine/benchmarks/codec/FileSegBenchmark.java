package io.uftpengine.benchmarks.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.data.FileSegWriter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What every data packet costs in the codec: its headers written by the sender, checked and read by the receiver. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FileSegBenchmark {
    private static final int BLOCK_BYTES = 1300;
    private static final int DATAGRAM_BYTES = FileSegWriter.HEADER_LENGTH + BLOCK_BYTES;
    private static final int MAX_16_BIT = 0xFFFF;

    private final UftpHeader template =
            new UftpHeader(ProtocolVersion.V5, Function.FILESEG, 0, 0xC6120001, 0x01020304, 0, 100, 17);
    private ByteBuf datagram;
    private int counter;

    /** A datagram with headers. */
    @Setup
    public void allocate() {
        datagram = Unpooled.directBuffer(DATAGRAM_BYTES, DATAGRAM_BYTES).writeZero(DATAGRAM_BYTES);
        FileSegWriter.setHeaders(datagram, 0, template, 1, 1, 2, 3);
    }

    /** Back to the allocator. */
    @TearDown
    public void release() {
        datagram.release();
    }

    /** Both headers in front of a block. */
    @Benchmark
    public ByteBuf writeHeaders() {
        int n = counter++ & MAX_16_BIT;
        FileSegWriter.setHeaders(datagram, 0, template, n, 1, 2, n);
        return datagram;
    }

    /** All that a receiver looks at before it copies a block. */
    @Benchmark
    public int checkAndRead() {
        int at = UftpHeader.LENGTH;
        if (!FileSegReader.isFileSeg(datagram) || FileSegReader.check(datagram, at, DATAGRAM_BYTES) != null) {
            throw new IllegalStateException("refused");
        }
        return FileSegReader.fileId(datagram, at)
                + FileSegReader.section(datagram, at)
                + FileSegReader.block(datagram, at)
                + FileSegReader.dataOffset(datagram, at)
                + FileSegReader.dataLength(datagram, at, DATAGRAM_BYTES);
    }
}
