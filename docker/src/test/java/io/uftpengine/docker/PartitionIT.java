package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half of the group is cut off for a while, in both directions. */
@DockerTest
class PartitionIT {
    private static final long FILE_BYTES = 30_000_000;
    private static final long CUT_AT = 4_000_000;
    private static final long HEALED_AT = 14_000_000;
    private static final int BLOCK_BYTES = 1300;

    @TempDir
    Path dir;

    @Test
    void shouldDeliverToBothSidesOncePartitionHeals() throws Exception {
        TestFile file = TestFile.create(dir, "partition.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(4, Images.RIG);
            List<Node> cutOff = receivers.subList(2, 4);
            Transfer transfer = Transfer.start(
                    network, Images.RIG, file, receivers, "--strict", "-R", "30Mbit/s", "-r", "0.5:0.5:2");
            receivers.get(0).awaitArrived(CUT_AT);
            cutOff.forEach(PartitionIT::cut);
            receivers.get(0).awaitArrived(HEALED_AT);
            cutOff.forEach(PartitionIT::heal);

            SenderReport report = transfer.end(0, Duration.ofSeconds(120));

            transfer.assertDelivered(report);
            assertEquals(0, report.row(receivers.get(0)).naks(), report::toString);
            long missed = (HEALED_AT - CUT_AT) / BLOCK_BYTES / 2;
            for (Node node : cutOff) {
                assertTrue(report.row(node).naks() > missed, report::toString);
            }
        }
    }

    /** What leaves is dropped at the interface, as on a wire: a rule for output would be an error to who sends. */
    private static void cut(Node node) {
        node.run(
                "nft",
                "add table netdev cut;"
                        + " add chain netdev cut in { type filter hook ingress device eth0 priority 0; policy drop; };"
                        + " add chain netdev cut out { type filter hook egress device eth0 priority 0; policy drop; }");
    }

    private static void heal(Node node) {
        node.run("nft", "delete table netdev cut");
    }
}
