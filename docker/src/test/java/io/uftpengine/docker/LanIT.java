package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten receivers on one network, nothing lost. */
@DockerTest
class LanIT {
    private static final int RECEIVERS = 10;
    private static final long FILE_BYTES = 40_000_000;
    /** Headers of IP, UDP, UFTP and encryption around blocks of 1300 bytes, and all control messages. */
    private static final double MOST_ON_WIRE = 1.10;

    @TempDir
    Path dir;

    @Test
    void shouldDeliverToTenReceiversInOnePass() throws Exception {
        TestFile file = TestFile.create(dir, "lan.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(RECEIVERS, Images.ENGINE);
            Transfer transfer = Transfer.start(network, Images.ENGINE, file, receivers, "--strict", "-R", "60Mbit/s");

            SenderReport report = transfer.end(0, Duration.ofSeconds(90));

            transfer.assertDelivered(report);
            assertEquals(RECEIVERS, report.rows().size(), report::toString);
            // Sent once for all of them: not ten times.
            double onWire = report.number("bytesOnWire") / FILE_BYTES;
            assertTrue(onWire > 1 && onWire < MOST_ON_WIRE, report::toString);
            for (Node receiver : receivers) {
                assertTrue(receiver.out().contains("received lan.bin, 40.0 MB"), receiver::toString);
            }
        }
    }
}
