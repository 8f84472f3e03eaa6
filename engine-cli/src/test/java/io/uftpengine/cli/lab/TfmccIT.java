package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Congestion control with the reference at either end, and two of our sessions on one link (issue line 4). */
@Lab
class TfmccIT {
    private static final int[] PERMILLE = {0, 10, 50};
    private static final int SEALED_PERMILLE = 10;
    private static final int FUNCTION_FILESEG = 9;
    private static final int FUNCTION_CONG_CTRL = 20;
    private static final int FUNCTION_CC_ACK = 21;
    private static final long FILE_SIZE = 4_000_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(90);

    private static final int LINK_MBIT = 50;
    private static final long SHARED_FILE_SIZE = 30_000_000;
    private static final Duration SETTLE = Duration.ofSeconds(3);
    private static final int MAX_RATIO = 2;

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(2);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldDeliverAndBeUnderstood() {
        return IntStream.of(PERMILLE)
                .boxed()
                .flatMap(permille -> Stream.of(
                        test(TransferPlan.of(ENGINE, ENGINE, REFERENCE), "engine to both", permille),
                        test(TransferPlan.of(REFERENCE, ENGINE, ENGINE), "reference to engine", permille)));
    }

    private static DynamicTest test(TransferPlan plan, String name, int permille) {
        String full = "tfmcc " + name + " " + permille / 10 + " %";
        return DynamicTest.dynamicTest(full, () -> {
            plan.encryption(permille == SEALED_PERMILLE ? Encryption.DEFAULT : Encryption.NONE)
                    .files(List.of(TestFiles.file("f", FILE_SIZE)))
                    .senderOptions("-C", "tfmcc");
            for (int i = 1; i <= plan.receivers.size(); i++) {
                lab.loss(lab.receiver(i), permille);
            }
            try (Transfer transfer = Transfer.prepare(lab, full, plan);
                    Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.SAMPLE)) {
                transfer.startSender();
                TransferResult result = transfer.finish(ATTEMPT).assertAllRight();
                System.out.println(full + ": " + result.elapsed());
                TsharkAgreement.Outcome outcome = TsharkAgreement.compare(capture.stop());
                assertEquals(List.of(), List.copyOf(outcome.complaints()), () -> "tshark in " + result.directory());
                assertEquals(List.of(), outcome.disagreements(), () -> "in " + result.directory());
                if (plan.encryption().isClear()) {
                    Map<Integer, Integer> seen = outcome.functions();
                    assertTrue(
                            seen.containsKey(FUNCTION_CONG_CTRL) && seen.containsKey(FUNCTION_CC_ACK),
                            () -> "no congestion control in " + seen);
                }
            } finally {
                lab.heal();
            }
        });
    }

    /** Two senders on one host whose way out takes 50 Mbit/s; measured while both have been sending for a while. */
    @Test
    void shouldShareALinkBetweenTwoSessions() throws Exception {
        Path directory = Files.createDirectories(LabSettings.logs().resolve("tfmcc-shared"));
        Path file = TestFiles.file("f", SHARED_FILE_SIZE);
        List<LabProcess> all = new ArrayList<>();
        lab.rate(lab.sender(), LINK_MBIT);
        try (Capture capture = Capture.start(lab, directory, "capture", Capture.ALL)) {
            List<LabProcess> senders = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                Path destination = Files.createDirectories(LabSettings.files().resolve("shared" + i));
                LabHost host = lab.receiver(i);
                LabProcess receiver = LabProcess.start(
                        host,
                        directory,
                        "receiver-" + i,
                        command(
                                ENGINE.receiver(true),
                                "-I e0 -M 230.4.4." + i + " -U " + host.uniqueIdText() + " -D " + destination));
                all.add(receiver);
                receiver.awaitListening(Transfer.PORT, "230.4.4." + i);
            }
            for (int i = 1; i <= 2; i++) {
                LabProcess sender = LabProcess.start(
                        lab.sender(),
                        directory,
                        "sender-" + i,
                        command(
                                ENGINE.sender(true),
                                "-I e0 -Y none -C tfmcc -r 0.05:0.01:0.2 -M 230.4.4." + i + " -P 230.5.5." + i + " -H "
                                        + lab.receiver(i).uniqueIdText() + " " + file));
                senders.add(sender);
                all.add(sender);
            }
            for (LabProcess sender : senders) {
                int exit = sender.waitFor(ATTEMPT);
                assertEquals(0, exit, sender::tail);
            }
            check(Pcap.read(capture.stop()));
        } finally {
            all.forEach(LabProcess::close);
            lab.rate(lab.sender(), 0);
        }
    }

    private static List<String> command(List<String> program, String options) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(options.split(" ")));
        return command;
    }

    private static void check(List<Pcap.Datagram> datagrams) {
        long[][] span = new long[2][];
        for (Pcap.Datagram datagram : datagrams) {
            if (datagram.function() == FUNCTION_FILESEG) {
                int session = sessionOf(datagram);
                span[session] =
                        new long[] {span[session] == null ? nanos(datagram) : span[session][0], nanos(datagram)};
            }
        }
        long from = Math.max(span[0][0], span[1][0]) + SETTLE.toNanos();
        long to = Math.min(span[0][1], span[1][1]);
        assertTrue(to - from > SETTLE.toNanos(), "they did not send at the same time");
        long[] bytes = new long[2];
        for (Pcap.Datagram datagram : datagrams) {
            if (datagram.function() == FUNCTION_FILESEG && nanos(datagram) >= from && nanos(datagram) <= to) {
                bytes[sessionOf(datagram)] += datagram.payload().length;
            }
        }
        double seconds = (to - from) / 1e9;
        String measured = String.format(
                "two TFMCC sessions on %d Mbit/s, %.1f s together: %.1f and %.1f Mbit/s",
                LINK_MBIT, seconds, bytes[0] * 8 / seconds / 1e6, bytes[1] * 8 / seconds / 1e6);
        System.out.println(measured);
        assertTrue(Math.max(bytes[0], bytes[1]) <= MAX_RATIO * Math.min(bytes[0], bytes[1]), measured);
        assertTrue((bytes[0] + bytes[1]) * 8 / seconds > LINK_MBIT * 1e6 / 3, measured);
    }

    private static int sessionOf(Pcap.Datagram datagram) {
        return datagram.target().endsWith(".1") ? 0 : 1;
    }

    private static long nanos(Pcap.Datagram datagram) {
        return Duration.between(Instant.EPOCH, datagram.time()).toNanos();
    }
}
