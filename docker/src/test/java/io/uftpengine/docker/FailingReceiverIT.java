package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Receivers that go away, or stand still, in the middle of a transfer. */
@DockerTest
class FailingReceiverIT {
    private static final long FILE_BYTES = 30_000_000;
    private static final String RATE = "40Mbit/s";
    private static final long EARLY = 4_000_000;
    /** More than a socket buffer further. */
    private static final long LATER = 20_000_000;

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int STRICT_FAILED = 12;

    @TempDir
    Path dir;

    @Test
    void shouldFinishWithoutReceiverThatWasKilled() throws Exception {
        TestFile file = TestFile.create(dir, "killed.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(4, Images.ENGINE);
            Transfer transfer = Transfer.start(
                    network, Images.ENGINE, file, receivers, "--strict", "-R", RATE, "-s", "10", "-r", "0.1:0.1:0.3");
            Node killed = receivers.get(0);
            killed.awaitArrived(EARLY);
            killed.kill();

            SenderReport report = transfer.end(STRICT_FAILED, PATIENCE);

            transfer.assertDelivered(report, receivers.subList(1, 4));
            assertNotEquals(
                    "done", report.rows().get(killedId(report, receivers)).state(), report::toString);
        }
    }

    @Test
    void shouldDeliverToReceiverThatStoodStill() throws Exception {
        TestFile file = TestFile.create(dir, "paused.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(3, Images.ENGINE);
            Transfer transfer =
                    Transfer.start(network, Images.ENGINE, file, receivers, "--strict", "-R", RATE, "-r", "0.5:0.5:2");
            Node paused = receivers.get(0);
            Node other = receivers.get(1);
            paused.awaitArrived(EARLY);
            paused.pause();
            other.awaitArrived(LATER);
            paused.goOn();

            SenderReport report = transfer.end(0, PATIENCE);

            transfer.assertDelivered(report);
            assertEquals(0, report.row(other).naks(), report::toString);
            assertTrue(report.row(paused).naks() > 0, report::toString);
        }
    }

    /** The row that none of the living has: a container that is dead has no address any more. */
    private static String killedId(SenderReport report, List<Node> receivers) {
        List<String> living = receivers.stream().skip(1).map(Node::id).toList();
        return report.rows().keySet().stream()
                .filter(id -> !living.contains(id))
                .findAny()
                .orElseThrow(() -> new AssertionError("no row for the receiver that was killed: " + report));
    }
}
