package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.crypto.api.CipherSuite;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pipelines that the benchmarks measure do what they should, past the end of a section. */
class MeasuredPipelinesTest {
    private static final int BLOCK = 128;
    private static final int SECTION = Byte.SIZE * BLOCK;

    @TempDir
    Path directory;

    private static CipherSuite suite(String name) {
        return CipherSuite.ofName(name).orElse(null);
    }

    @ParameterizedTest
    @CsvSource({"none", "aes256-gcm", "aes128-ccm"})
    void shouldStoreEveryBlock(String cipher) {
        try (ReceivingPipeline pipeline = new ReceivingPipeline(suite(cipher), BLOCK, directory)) {
            for (int batch = 0; batch < SECTION / 64 + 1; batch++) {
                pipeline.receive(64);
            }
            assertEquals(SECTION + 64, pipeline.blocksStored(), pipeline.toString());
        }
        assertEquals(0, directory.toFile().list((at, name) -> name.startsWith("bench")).length);
    }

    @ParameterizedTest
    @CsvSource({"none,true", "none,false", "aes256-gcm,true", "aes256-gcm,false"})
    void shouldSendEveryBlock(String cipher, boolean offload) {
        try (SendingPipeline pipeline = new SendingPipeline(suite(cipher), BLOCK, offload)) {
            pipeline.sendSlab();
            pipeline.sendSlab();
            int overhead = suite(cipher) == null ? 0 : SessionSecurity.OVERHEAD;
            assertEquals(2 * SendingPipeline.SLAB_BLOCKS, pipeline.datagramsOut());
            assertEquals(2L * SendingPipeline.SLAB_BLOCKS * (24 + overhead + BLOCK), pipeline.bytesOut());
        }
    }
}
