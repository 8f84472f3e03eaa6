package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Attackers who see everything, send from any address and know every ID, but no key: nothing of theirs is accepted, the session completes,
 * memory stays bounded, and the logs say what was refused (issue line 3).
 */
@Lab
class HostileEncryptionIT {
    private static final int RECEIVERS = 3;
    private static final int AS_SENDER = 4;
    private static final int AS_RECEIVER = 5;
    private static final long FILE_SIZE = 5_000_000;
    private static final int RATE_KBIT = 10_000;
    private static final int SENDER_PORT = 2044;
    private static final int FUNCTION_ANNOUNCE = 1;
    private static final int LOSS_PERMILLE = 20;
    private static final long MAX_RESIDENT_KIB = 300 * 1024;
    private static final int MAX_LOG_CHARS = 256 * 1024;
    private static final int FLOOD = 100_000;
    private static final int FLOOD_SECONDS = 36;
    private static final int FLOODED_ROBUST = 13;
    private static final Duration ATTEMPT = Duration.ofSeconds(120);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(AS_RECEIVER);
        lab.pretend(lab.receiver(AS_SENDER), lab.sender());
        lab.pretend(lab.receiver(AS_RECEIVER), lab.receiver(1));
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @AfterEach
    void heal() {
        lab.heal();
    }

    /** Changed and repeated datagrams and messages in the clear, in the name of the sender and of a receiver, all the time. */
    @Test
    void shouldCompleteWhileImpostorsTalkInEverybodysName() throws Exception {
        TransferPlan plan = trustingPlan();
        try (Transfer transfer = Transfer.prepare(lab, "hostile impostors", plan);
                Capture senderTap = Capture.tap(lab, transfer.directory(), "sender-wire", lab.sender());
                Capture receiverTap = Capture.tap(lab, transfer.directory(), "receiver-wire", lab.receiver(1));
                LabProcess asSender = start(
                        AS_SENDER, transfer, "as-sender", Impersonator.ofSender(senderTap.file(), lab.receiver(1)));
                LabProcess asReceiver = start(
                        AS_RECEIVER,
                        transfer,
                        "as-receiver",
                        Impersonator.ofReceiver(receiverTap.file(), senderTap.file(), lab.receiver(1), lab.sender()))) {
            // The first genuine ANNOUNCE is lost everywhere: what comes first is the forged one.
            for (int i = 1; i <= RECEIVERS; i++) {
                lab.dropFirst(lab.receiver(i), FUNCTION_ANNOUNCE, 1);
                lab.loss(lab.receiver(i), LOSS_PERMILLE);
            }
            LabProcess sender = transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
            List<LabProcess> ours = new ArrayList<>(List.of(sender));
            for (int i = 1; i <= RECEIVERS; i++) {
                ours.add(transfer.receiver(i));
                assertNothingElse(transfer, i);
            }
            for (LabProcess attacker : List.of(asSender, asReceiver)) {
                assertEquals(0, attacker.waitFor(ATTEMPT), attacker::tail);
            }
            assertAllTried(asSender, "announce signature", "announce stripped", "keyinfo master", "sealed again");
            assertAllTried(asSender, "clear FILEINFO", "clear DONE of session", "clear ABORT", "sealed tag");
            assertAllTried(asReceiver, "register with a key of its own", "clear ABORT", "sealed tag", "clear COMPLETE");
            ours.forEach(HostileEncryptionIT::assertBounded);
            for (LabProcess process : ours) {
                assertCalm(process);
            }
            assertSays(transfer.receiver(1), "signature");
            assertSays(transfer.receiver(1), "is in the clear");
            // Where the replay is slower than the session, on a busy machine.
            assertSays(transfer.receiver(1), "seen before", "too old (counter)");
            assertSays(sender, "in the clear");
            transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
        }
    }

    /** Receivers that do not exist, with keys that do: the real ones get in before, in the middle, and get the file. */
    @Test
    void shouldCompleteWhileHundredThousandReceiversRegister() throws Exception {
        TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .encryption(Encryption.DEFAULT)
                .closedGroup(false)
                .grtt("1:1:1")
                .robust(FLOODED_ROBUST);
        try (Transfer transfer = Transfer.prepare(lab, "hostile register flood", plan);
                Capture tap = Capture.tap(lab, transfer.directory(), "sender-wire", lab.sender());
                LabProcess flood =
                        start(AS_SENDER, transfer, "flood", RegisterFlood.command(tap.file(), FLOOD, FLOOD_SECONDS))) {
            // One of the genuine receivers hears of the session only when the flood is well under way.
            lab.dropFirst(lab.receiver(3), FUNCTION_ANNOUNCE, FLOODED_ROBUST / 3);
            LabProcess sender = transfer.startSender();
            TransferResult result = transfer.finish(ATTEMPT);
            assertEquals(0, flood.waitFor(ATTEMPT), flood::tail);
            String said = flood.stdout().trim();
            assertTrue(said.endsWith(Integer.toString(FLOOD)), said);
            for (TransferResult.Copy copy : result.copies()) {
                result.require(copy.isRight(), copy.host() + ": " + copy.differences());
            }
            assertEquals(0, result.senderExit(), result::logs);
            System.out.println(
                    "register flood: sender's resident peak " + sender.residentPeakKib() + " KiB, " + result.elapsed());
            assertBounded(sender);
            assertCalm(sender);
        }
    }

    /** One of each attack is enough to know that the attackers work: what they claim to send is on the wire. */
    private static void assertAllTried(LabProcess attacker, String... kinds) throws IOException {
        Map<String, Integer> sent = new TreeMap<>();
        for (String line : attacker.stdout().lines().toList()) {
            String[] parts = line.split(" ", 2);
            if (parts.length == 2) {
                sent.put(parts[1], Integer.parseInt(parts[0]));
            }
        }
        for (String kind : kinds) {
            assertTrue(sent.getOrDefault(kind, 0) > 0, () -> "no '" + kind + "' was sent: " + sent);
        }
    }

    /** Both sides know each other's keys; receivers do not take sessions in the clear. */
    private static TransferPlan trustingPlan() throws IOException {
        Path directory = Files.createDirectories(LabSettings.files().resolve("h"));
        Path hosts = directory.resolve("hosts");
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= RECEIVERS; i++) {
            lines.add(lab.receiver(i).uniqueIdText() + "|" + LabKey.EC_256.fingerprint());
        }
        Files.write(hosts, lines);
        Path servers = directory.resolve("servers");
        Files.writeString(
                servers,
                lab.sender().uniqueIdText() + "|" + lab.sender().ipv4() + "|0|" + LabKey.EC_384.fingerprint() + "\n");
        return TransferPlan.toThree(ENGINE, ENGINE)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .rateKbit(RATE_KBIT)
                .grtt("0.1:0.1:1")
                .sourcePort(SENDER_PORT)
                .hostFile(hosts)
                .encryption(new Encryption(null, null, null, LabKey.EC_384, LabKey.EC_256))
                .receiverOptions("-S", servers.toString(), "-E");
    }

    private static LabProcess start(int host, Transfer transfer, String name, List<String> command) throws IOException {
        LabProcess attacker = LabProcess.start(lab.receiver(host), transfer.directory(), name, command);
        await(name + " listens").atMost(ATTEMPT).until(() -> attacker.stdout().contains("listening"));
        return attacker;
    }

    private static void assertNothingElse(Transfer transfer, int receiver) throws IOException {
        try (Stream<Path> all = Files.list(transfer.destination(receiver))) {
            List<String> names =
                    all.map(path -> path.getFileName().toString()).sorted().toList();
            assertEquals(List.of("f-" + FILE_SIZE), names, () -> "at receiver " + receiver);
        }
    }

    private static void assertBounded(LabProcess process) {
        assertTrue(
                process.residentPeakKib() < MAX_RESIDENT_KIB,
                () -> process.residentPeakKib() + " KiB resident\n" + process.tail());
    }

    private static void assertCalm(LabProcess process) throws IOException {
        String said = process.stdout() + process.stderr();
        assertTrue(said.length() < MAX_LOG_CHARS, () -> said.length() + " characters logged\n" + process.tail());
        assertFalse(
                said.contains("Exception") || said.contains("\tat ") || said.contains("OutOfMemory"), process::tail);
    }

    /** One of the words at least. */
    private static void assertSays(LabProcess process, String... words) throws IOException {
        String said = (process.stdout() + process.stderr()).toLowerCase(Locale.ROOT);
        assertTrue(
                Stream.of(words).anyMatch(said::contains),
                () -> "does not say any of " + List.of(words) + ":\n" + said);
    }
}
