package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the programs say of a session at {@code /metrics} is what {@code tshark} counts on the wire, where each datagram crosses by
 * itself; and {@code promtool} finds nothing wrong with how they say it. One receiver loses datagrams in the network, another stands
 * still until the kernel throws them away.
 */
@Lab
class MetricsCaptureIT {
    private static final String PORT = "9464";
    private static final long FILE_SIZE = 20_000_000;
    private static final int BLOCK = 1300;
    private static final long BLOCKS = (FILE_SIZE + BLOCK - 1) / BLOCK;
    private static final int RATE_KBIT = 100_000;
    private static final int LOSS_PERMILLE = 50;
    private static final double TOLERANCE = 0.01;

    /** Longer than the one receiver stands still: a sender and receivers wait for each other for 20 of these. */
    private static final String GRTT = "0.5:0.5:0.5";

    private static final Duration ATTEMPT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(100);

    /** Longer than the endpoint gives the same page to all who ask. */
    private static final Duration NEW_PAGE = Duration.ofMillis(1200);

    private static final int LOSSY = 2;
    private static final int PAUSED = 3;

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(3);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void shouldCountWhatIsOnTheWire() throws Exception {
        TransferPlan plan = TransferPlan.toThree(ENGINE, ENGINE)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .rateKbit(RATE_KBIT)
                .grtt(GRTT)
                .encryption(Encryption.NONE)
                .senderOptions("--metrics", PORT)
                .receiverOptions("--metrics", PORT);
        lab.loss(lab.receiver(LOSSY), LOSS_PERMILLE);
        try (Transfer transfer = Transfer.prepare(lab, "metrics", plan);
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            lab.countSent(lab.sender());
            transfer.startSender();
            await("data flows")
                    .pollInterval(POLL)
                    .atMost(ATTEMPT)
                    .until(() -> lab.sent(lab.sender()).datagrams() > BLOCKS / 10);
            transfer.receiver(PAUSED).signal("STOP");
            Scrape sender = awaitFirstPass();
            transfer.receiver(PAUSED).signal("CONT");
            transfer.finish(ATTEMPT).assertAllRight();
            Scrape[] receivers = {
                awaitEnd(lab.receiver(1)), awaitEnd(lab.receiver(LOSSY)), awaitEnd(lab.receiver(PAUSED))
            };
            Wire wire = Wire.read(capture.stop());
            checkSender(sender, wire);
            checkReceivers(receivers, wire);
            for (Scrape scrape : receivers) {
                checkFormat(transfer.directory(), scrape);
            }
            checkFormat(transfer.directory(), sender);
        }
    }

    /** The sender waits for the one that stands still, and little moves: every block has left, and what the lossy one lacked as well. */
    private static Scrape awaitFirstPass() {
        Scrape[] last = {null};
        await("every block is out, and the sender waits")
                .pollDelay(NEW_PAGE)
                .pollInterval(NEW_PAGE)
                .atMost(ATTEMPT)
                .until(() -> {
                    Scrape before = last[0];
                    last[0] = Scrape.of(lab.sender(), PORT);
                    double blocks = last[0].sum("uftp_blocks_sent_total");
                    return blocks > BLOCKS && before != null && before.sum("uftp_blocks_sent_total") == blocks;
                });
        return last[0];
    }

    private static Scrape awaitEnd(LabHost receiver) {
        Scrape[] last = {null};
        await("the session is over at " + receiver)
                .pollInterval(POLL)
                .atMost(ATTEMPT)
                .until(() -> {
                    last[0] = Scrape.of(receiver, PORT);
                    return last[0].sum("uftp_sessions_ended_total", "outcome=\"completed\"") == 1;
                });
        return last[0];
    }

    /** A datagram may cross while the sender is asked. */
    private static void checkSender(Scrape sender, Wire wire) {
        for (Instant moment : List.of(sender.asked(), sender.answered())) {
            Wire mine = wire.until(moment).from(lab.sender());
            assertClose(
                    "sender, bytes out", mine.payloadBytes(), sender.sum("uftp_network_bytes_total", "sender", "out"));
            assertClose(
                    "sender, datagrams out", mine.count(), sender.sum("uftp_network_datagrams_total", "sender", "out"));
            assertClose("sender, blocks", mine.blocks().count(), sender.sum("uftp_blocks_sent_total"));
        }
        double in = sender.sum("uftp_network_bytes_total", "sender", "in");
        double least = wire.until(sender.asked()).to(lab.sender()).payloadBytes();
        double most = wire.until(sender.answered()).to(lab.sender()).payloadBytes();
        assertTrue(least <= in && in <= most, () -> "sender, bytes in: " + in + " is not " + least + " to " + most);
        assertEquals(
                BLOCKS,
                sender.sum("uftp_blocks_sent_total") - sender.sum("uftp_blocks_retransmitted_total"),
                "each block once for the first time");
        assertEquals(0, sender.sum("uftp_kernel_drops_total"), "nothing was lost at the sender");
    }

    private static void checkReceivers(Scrape[] receivers, Wire wire) {
        double sent = wire.from(lab.sender()).count();
        double bytes = wire.from(lab.sender()).payloadBytes();
        double bytesOfABlock = wire.blocks().payloadBytes() / wire.blocks().count();
        for (int i = 1; i <= receivers.length; i++) {
            LabHost host = lab.receiver(i);
            Scrape receiver = receivers[i - 1];
            String name = "receiver " + i;
            double lostInNetwork = lab.dropped(host).getOrDefault("loss", 0L);
            double lostInKernel = receiver.sum("uftp_kernel_drops_total", "receiver");
            double came = receiver.sum("uftp_network_datagrams_total", "receiver", "in");
            System.out.printf(
                    "%s: %.0f datagrams on the wire, %.0f lost in the network, %.0f in the kernel, %.0f came%n",
                    name, sent, lostInNetwork, lostInKernel, came);
            assertClose(name + ", datagrams", sent, came + lostInKernel + lostInNetwork);
            assertClose(
                    name + ", lost by sequence number",
                    lostInKernel + lostInNetwork,
                    receiver.sum("uftp_sequence_gaps_total") - receiver.sum("uftp_sequence_late_total"));
            assertEquals(i == LOSSY, lostInNetwork > 0, name + " loses in the network");
            assertTrue(i != PAUSED || lostInKernel > BLOCKS / 10.0, name + " lost by standing still");
            // What is lost are blocks, almost all of it.
            assertClose(
                    name + ", bytes",
                    bytes,
                    receiver.sum("uftp_network_bytes_total", "receiver", "in")
                            + (lostInKernel + lostInNetwork) * bytesOfABlock);
            assertClose(
                    name + ", bytes out",
                    wire.from(host).payloadBytes(),
                    receiver.sum("uftp_network_bytes_total", "receiver", "out"));
            assertEquals(BLOCKS, receiver.sum("uftp_blocks_received_total"), name);
            assertEquals(FILE_SIZE, receiver.sum("uftp_file_received_bytes_total"), name);
        }
    }

    private static void assertClose(String what, double onTheWire, double counted) {
        System.out.printf("%s: %.0f by tshark, %.0f by the meters%n", what, onTheWire, counted);
        assertTrue(
                Math.abs(onTheWire - counted) <= TOLERANCE * onTheWire,
                () -> what + ": " + onTheWire + " on the wire, " + counted + " counted");
    }

    private static void checkFormat(Path directory, Scrape scrape) throws IOException, InterruptedException {
        Path file = directory.resolve(scrape.host().namespace() + ".prom");
        Files.writeString(file, scrape.text());
        CommandOutput checked = CommandOutput.of(
                Duration.ofSeconds(10), List.of("sh", "-c", "exec promtool check metrics <\"$0\"", file.toString()));
        assertEquals("", checked.text(), "promtool says of " + file);
        assertEquals(0, checked.exitCode());
    }

    /** The capture, as {@code tshark} sees it. */
    private record Wire(List<Packet> packets) {
        private static final int UDP_HEADER = 8;
        private static final String FILESEG = "9";

        /** @param atNs since the epoch */
        private record Packet(long atNs, String from, String to, int payloadBytes, boolean isBlock) {}

        static Wire read(Path capture) throws IOException, InterruptedException {
            List<String> fields = List.of("frame.time_epoch", "ip.src", "ip.dst", "udp.length", "uftp5.func");
            return new Wire(Tshark.fields(capture, Tshark.UFTP, fields).stream()
                    .map(row -> new Packet(
                            new BigDecimal(row[0]).scaleByPowerOfTen(9).longValue(),
                            row[1],
                            row[2],
                            Integer.parseInt(row[3]) - UDP_HEADER,
                            row[4].equals(FILESEG)))
                    .toList());
        }

        Wire until(Instant moment) {
            long ns = moment.getEpochSecond() * 1_000_000_000L + moment.getNano();
            return select(packet -> packet.atNs <= ns);
        }

        Wire from(LabHost host) {
            return select(packet -> packet.from.equals(host.ipv4()));
        }

        Wire to(LabHost host) {
            return select(packet -> packet.to.equals(host.ipv4()));
        }

        Wire blocks() {
            return select(Packet::isBlock);
        }

        private Wire select(Predicate<Packet> wanted) {
            return new Wire(packets.stream().filter(wanted).toList());
        }

        double count() {
            return packets.size();
        }

        double payloadBytes() {
            return packets.stream().mapToLong(Packet::payloadBytes).sum();
        }
    }
}
