package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sender's container dies in the middle and is started again, as a supervisor would. */
@DockerTest
class SenderRestartIT {
    private static final long FILE_BYTES = 20_000_000;
    private static final int SIGKILL = 137;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path dir;

    @Test
    void shouldDeliverWhenSenderIsStartedAgain() throws Exception {
        TestFile file = TestFile.create(dir, "restart.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(3, Images.ENGINE);
            Transfer transfer = Transfer.start(
                    network,
                    Images.ENGINE,
                    file,
                    receivers,
                    "--strict",
                    "-R",
                    "40Mbit/s",
                    "-r",
                    "0.1:0.05:0.2",
                    "-s",
                    "10");
            receivers.get(0).awaitArrived(FILE_BYTES / 4);
            transfer.sender().kill();
            assertEquals(SIGKILL, transfer.sender().exitCode(PATIENCE));
            transfer.sender().startAgain();

            SenderReport report = transfer.end(0, PATIENCE);

            transfer.assertDelivered(report);
            // Nothing stays of the first session, once its receivers have given it up.
            for (Node receiver : receivers) {
                Awaitility.await("only the file is left")
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(() -> assertEquals(
                                "restart.bin", receiver.run("ls", "-A", Node.INCOMING), receiver::toString));
            }
        }
    }
}
