package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two senders on the same group and port at once; two of the four receivers take part in both sessions. */
@DockerTest
class TwoSendersIT {
    private static final long FILE_BYTES = 20_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    Path dir;

    @Test
    void shouldServeTwoSendersWithOverlappingReceivers() throws Exception {
        TestFile left = TestFile.create(dir, "left.bin", FILE_BYTES);
        TestFile right = TestFile.create(dir, "right.bin", FILE_BYTES + 1);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = network.receivers(4, Images.ENGINE);
            List<Node> ofLeft = receivers.subList(0, 3);
            List<Node> ofRight = receivers.subList(1, 4);
            String[] options = {"--strict", "-R", "25Mbit/s"};
            Node leftSender = Transfer.prepare(network, Images.ENGINE, left, ofLeft, options);
            Node rightSender = Transfer.prepare(network, Images.ENGINE, right, ofRight, options);
            ContainerNetwork.start(List.of(leftSender, rightSender));
            Transfer toLeft = new Transfer(leftSender, left, ofLeft);
            Transfer toRight = new Transfer(rightSender, right, ofRight);

            toLeft.assertDelivered(toLeft.end(0, PATIENCE));
            toRight.assertDelivered(toRight.end(0, PATIENCE));

            assertEquals("left.bin", receivers.get(0).run("ls", "-A", Node.INCOMING));
            assertEquals("left.bin\nright.bin", receivers.get(1).run("ls", "-A", Node.INCOMING));
            assertEquals("right.bin", receivers.get(3).run("ls", "-A", Node.INCOMING));
        }
    }
}
