package io.uftpengine.docker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The meters against what happened, as others saw it: the files' sizes, the sender's report, a capture, and the link's own count of
 * what it lost. Five receivers lose 5 %; one dies in the first file and one in the second.
 */
@DockerTest
class MetricsIT {
    private static final long FILE_BYTES = 12_000_000;
    private static final int BLOCK_BYTES = 1300;
    private static final long BLOCKS_OF_BOTH = 2 * ((FILE_BYTES + BLOCK_BYTES - 1) / BLOCK_BYTES);
    private static final long IP_AND_UDP_HEADERS = 28;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final double WITHIN = 0.01;
    /** Of the 5 % at each receiver. */
    private static final double LEAST_LOST = 0.04;

    private static final int STRICT_FAILED = 12;

    @TempDir
    Path dir;

    @Test
    void shouldCountWhatHappens() throws Exception {
        TestFile first = TestFile.create(dir, "first.bin", FILE_BYTES);
        TestFile second = TestFile.create(dir, "second.bin", FILE_BYTES - 1);
        try (ContainerNetwork network = ContainerNetwork.ipv4()) {
            List<Node> receivers = IntStream.rangeClosed(1, 5)
                    .mapToObj(i -> network.receiver("r" + i, Images.RIG).setting("RIG_EMU", "-l 5 -s " + i))
                    .toList();
            ContainerNetwork.start(receivers);
            List<Node> living = receivers.subList(0, 3);
            PacketCapture capture = PacketCapture.start(receivers.get(0), "udp and dst net 224.0.0.0/4");
            Node sender = network.sender(
                    "sender",
                    Images.RIG,
                    List.of(first.path(), second.path()),
                    // Time to look, while the sender waits for those that are dead.
                    "--strict",
                    "-R",
                    "30Mbit/s",
                    "-s",
                    "10",
                    "-r",
                    "0.2:0.2:0.5",
                    "-H",
                    receivers.stream().map(Node::address).collect(Collectors.joining(",")));
            sender.start();

            receivers.get(3).awaitArrived(FILE_BYTES / 4);
            receivers.get(3).kill();
            awaitAtSender(sender, "uftp_receivers_entered_total", "state=\"lost\"");
            awaitAtSender(sender, "uftp_file_duration_seconds_count", "role=\"sender\"");
            assertEquals(1, sender.metrics().sum("uftp_receivers_entered_total", "state=\"lost\""));
            receivers.get(4).kill();
            Metrics atSender = lastLook(sender);

            assertEquals(STRICT_FAILED, sender.exitCode(PATIENCE), sender::toString);
            SenderReport report = new SenderReport(sender.out());
            PacketCapture.Totals captured = capture.end();
            for (Node receiver : living) {
                assertEquals(first.hash(), receiver.hash(first.copy()), receiver::toString);
                assertEquals(second.hash(), receiver.hash(second.copy()), receiver::toString);
                assertAtReceiver(receiver, first.bytes() + second.bytes(), report);
            }
            assertAtSender(atSender, report, captured);
        }
    }

    private static void assertAtSender(Metrics meters, SenderReport report, PacketCapture.Totals captured) {
        // The last look is up to a tenth of a second before the end.
        assertWithin("blocks sent", report.count("blocksSent"), meters.sum("uftp_blocks_sent_total"));
        assertWithin(
                "blocks sent again",
                report.count("blocksRetransmitted"),
                meters.sum("uftp_blocks_retransmitted_total"));
        assertWithin("NAKs received", report.count("naksReceived"), meters.sum("uftp_naks_total", "direction=\"in\""));
        assertEquals(
                report.rows().values().stream()
                        .mapToLong(SenderReport.Row::naks)
                        .sum(),
                report.count("naksReceived"),
                report::toString);
        assertEquals(5, meters.sum("uftp_receivers_entered_total", "state=\"registered\""), meters::toString);
        // The last look may be just before the end of the second one's session.
        long lost = meters.sum("uftp_receivers_entered_total", "state=\"lost\"");
        assertTrue(lost == 1 || lost == 2, meters::toString);
        assertEquals(
                2,
                report.rows().values().stream()
                        .filter(row -> "lost".equals(row.state()))
                        .count(),
                report::toString);
        assertWithin(
                "datagrams sent",
                captured.packets(),
                meters.sum("uftp_network_datagrams_total", "role=\"sender\"", "direction=\"out\""));
        assertWithin(
                "bytes sent",
                captured.bytes() - IP_AND_UDP_HEADERS * captured.packets(),
                meters.sum("uftp_network_bytes_total", "role=\"sender\"", "direction=\"out\""));
    }

    private static void assertAtReceiver(Node receiver, long fileBytes, SenderReport report) {
        Metrics meters = receiver.metrics();
        assertEquals(fileBytes, meters.sum("uftp_file_received_bytes_total"), meters::toString);
        assertEquals(BLOCKS_OF_BOTH, meters.sum("uftp_blocks_received_total"), meters::toString);
        // A sender passes over a report that came before what it sends again could arrive: not everything out is in.
        long asked = meters.sum("uftp_naks_total", "direction=\"out\"");
        long heard = report.row(receiver).naks();
        assertTrue(heard <= asked && heard > LEAST_LOST * BLOCKS_OF_BOTH, () -> asked + " asked for; " + report);
        long lost = meters.sum("uftp_sequence_gaps_total")
                - meters.sum("uftp_sequence_late_total")
                - meters.sum("uftp_kernel_drops_total", "role=\"receiver\"");
        assertWithin("datagrams lost by " + receiver.id(), linkLost(receiver), lost);
    }

    /** linkemu says on SIGUSR1 what it did. */
    private static long linkLost(Node receiver) {
        String said = receiver.run(
                "sh",
                "-c",
                "for p in /proc/[0-9]*; do grep -qx linkemu $p/comm 2>/dev/null && kill -USR1 ${p#/proc/}; done;"
                        + " for i in $(seq 200); do grep -E '^linkemu: in .* lost [0-9]+ tail' /run/linkemu.log && exit; sleep 0.05; done");
        return Long.parseLong(said.replaceAll(".* lost ([0-9]+) .*", "$1"));
    }

    private static void awaitAtSender(Node sender, String meter, String tag) {
        Awaitility.await(meter + " " + tag)
                .atMost(PATIENCE)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> sender.metrics().sum(meter, tag) >= 1);
    }

    /** The last that can be had from a sender, which takes its endpoint with it. */
    private static Metrics lastLook(Node sender) {
        Metrics last = sender.metrics();
        try {
            while (sender.isRunning()) {
                last = sender.metrics();
            }
        } catch (AssertionError | RuntimeException ended) {
            // It ended meanwhile: the caller looks at how.
        }
        return last;
    }

    private static void assertWithin(String what, long really, long counted) {
        String counts = what + ": " + counted + " counted, " + really + " really";
        System.out.println("[docker] " + counts);
        assertTrue(Math.abs(counted - really) <= WITHIN * really, counts);
    }
}
