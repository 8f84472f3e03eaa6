package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session over IPv6 alone. */
@DockerTest
class Ipv6IT {
    private static final long FILE_BYTES = 5_000_000;
    private static final String[] PUBLIC = {"-I", "eth0/6", "-M", "ff05::4:4:1"};

    @TempDir
    Path dir;

    @Test
    void shouldDeliverOverIpv6Multicast() throws Exception {
        TestFile file = TestFile.create(dir, "ipv6.bin", FILE_BYTES);
        try (ContainerNetwork network = ContainerNetwork.ipv6()) {
            List<Node> receivers = List.of(
                    network.receiver("r1", Images.ENGINE, with("-U", "0x60000001")),
                    network.receiver("r2", Images.ENGINE, with("-U", "0x60000002")));
            ContainerNetwork.start(receivers);
            Node sender = network.sender(
                            "sender",
                            Images.ENGINE,
                            file.path(),
                            with(
                                    "-P",
                                    "ff05::5:5:x",
                                    "-U",
                                    "0x60000003",
                                    "--strict",
                                    "-R",
                                    "50Mbit/s",
                                    "-H",
                                    "0x60000001,0x60000002"))
                    .start();

            assertEquals(0, sender.exitCode(Duration.ofSeconds(60)), sender::toString);

            for (Node receiver : receivers) {
                assertEquals(file.hash(), receiver.hash(file.copy()), receiver::toString);
            }
            SenderReport report = new SenderReport(sender.out());
            assertEquals("done", report.rows().get("0x60000001").state(), report::toString);
            assertEquals("done", report.rows().get("0x60000002").state(), report::toString);
        }
    }

    private static String[] with(String... more) {
        String[] all = java.util.Arrays.copyOf(PUBLIC, PUBLIC.length + more.length);
        System.arraycopy(more, 0, all, PUBLIC.length, more.length);
        return all;
    }
}
