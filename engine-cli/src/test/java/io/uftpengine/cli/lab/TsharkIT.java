package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A third party's opinion (issue line 4): {@code tshark} finds nothing malformed in sessions with us that it does not find in the
 * reference's own, and reads the same values in every field as our codec. In the clear, where it can look into every message; of
 * encrypted sessions {@link EncryptedSession} asks it.
 */
@Lab
class TsharkIT {
    private static final List<Integer> FUNCTIONS_OF_A_SESSION = List.of(1, 2, 4, 7, 8, 9, 10, 11, 12, 13);
    private static final int FUNCTION_ABORT = 19;
    private static final int LOSS_PERMILLE = 50;
    private static final int DATAGRAMS = 200;
    private static final long FILE_SIZE = 2_000_000;
    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private static NetworkLab lab;
    private static Set<String> complaintsAboutReference;

    @BeforeAll
    static void up() throws Exception {
        lab = NetworkLab.up(3);
        complaintsAboutReference = new TreeSet<>();
        for (Addressing addressing : List.of(Addressing.IPV4_MULTICAST, Addressing.IPV6_MULTICAST)) {
            TransferPlan plan = TransferPlan.toThree(REFERENCE, REFERENCE).encryption(Encryption.NONE);
            Path capture = session("tshark reference " + addressing, plan.addressing(addressing));
            complaintsAboutReference.addAll(TsharkAgreement.compare(capture).complaints());
        }
        complaintsAboutReference.addAll(
                TsharkAgreement.compare(abortedSession(REFERENCE)).complaints());
        System.out.println("tshark's complaints about the reference: " + complaintsAboutReference);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldAgreeOnEveryFieldAndFindNothingMalformed() {
        return Stream.of(Addressing.IPV4_MULTICAST, Addressing.IPV6_MULTICAST)
                .flatMap(addressing -> Stream.of(
                        test("engine to mixed", TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE), addressing),
                        test("reference to engine", TransferPlan.toThree(REFERENCE, ENGINE), addressing)));
    }

    @Test
    void shouldAgreeOnAbortOfInterruptedSession() throws Exception {
        TsharkAgreement.Outcome outcome = check(abortedSession(ENGINE));
        assertTrue(outcome.functions().containsKey(FUNCTION_ABORT), () -> "no ABORT in " + outcome.functions());
    }

    /** The check itself can fail: a datagram that lies about its length is called malformed. */
    @Test
    void shouldComplainAboutWhatIsMalformed() throws Exception {
        Path directory = Files.createDirectories(LabSettings.logs().resolve("tshark-malformed"));
        try (Capture capture = Capture.start(lab, directory, "capture", Capture.ALL);
                LabProcess storm = LabProcess.start(
                        lab.sender(),
                        directory,
                        "malformed",
                        DatagramStorm.random(DATAGRAMS, 1, List.of("230.4.4.1:1044")))) {
            assertEquals(0, storm.waitFor(ATTEMPT));
            // tcpdump leaves unread what the kernel still holds when it is interrupted.
            await("the capture has most of them")
                    .atMost(ATTEMPT)
                    .until(() -> capture.soFar().size() >= DATAGRAMS / 2);
            TsharkAgreement.Outcome outcome = TsharkAgreement.compare(capture.stop());
            assertTrue(!outcome.complaints().isEmpty(), "tshark accepts random bytes");
            assertTrue(!outcome.disagreements().isEmpty(), "so does our codec");
        }
    }

    private static DynamicTest test(String name, TransferPlan plan, Addressing addressing) {
        String full = name + " " + addressing;
        return DynamicTest.dynamicTest(full, () -> {
            TsharkAgreement.Outcome outcome =
                    check(session("tshark " + full, plan.addressing(addressing).encryption(Encryption.NONE)));
            assertTrue(
                    outcome.functions().keySet().containsAll(FUNCTIONS_OF_A_SESSION),
                    () -> "not every message occurred: " + outcome.functions());
        });
    }

    private static TsharkAgreement.Outcome check(Path capture) throws IOException, InterruptedException {
        TsharkAgreement.Outcome outcome = TsharkAgreement.compare(capture);
        Set<String> complaints = new TreeSet<>(outcome.complaints());
        complaints.removeAll(complaintsAboutReference);
        assertEquals(Set.of(), complaints, () -> "tshark about " + capture);
        assertEquals(List.of(), outcome.disagreements(), () -> "in " + capture);
        assertTrue(outcome.frames() > 0, "tshark saw no UFTP");
        return outcome;
    }

    /** A lossy session of a file, an empty file and one of two blocks; the capture of it. */
    private static Path session(String name, TransferPlan plan) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        files.add(TestFiles.file("f", FILE_SIZE));
        files.addAll(FileSet.EMPTY.files(1300));
        files.addAll(FileSet.BLOCK_PLUS_ONE.files(1300));
        for (int i = 1; i <= plan.receivers.size(); i++) {
            lab.loss(lab.receiver(i), LOSS_PERMILLE);
        }
        try (Transfer transfer = Transfer.prepare(lab, name, plan.files(files));
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            transfer.startSender();
            transfer.finish(ATTEMPT).assertAllRight();
            return capture.stop();
        } finally {
            lab.heal();
        }
    }

    /** A session whose sender is interrupted while it sends; the capture of it. */
    private static Path abortedSession(Program sender) throws IOException, InterruptedException {
        TransferPlan plan = TransferPlan.toThree(sender, REFERENCE)
                .encryption(Encryption.NONE)
                .files(List.of(TestFiles.file("f", 10_000_000)))
                .rateKbit(10_000);
        try (Transfer transfer = Transfer.prepare(lab, "tshark aborted " + sender, plan);
                Capture capture = Capture.start(lab, transfer.directory(), "capture", Capture.ALL)) {
            transfer.startSender();
            await("data flows")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(ATTEMPT)
                    .until(() -> capture.soFar().stream().anyMatch(datagram -> datagram.function() == 9));
            transfer.sender().signal("INT");
            transfer.sender().waitFor(ATTEMPT);
            await("the ABORT is captured")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> capture.soFar().stream().anyMatch(datagram -> datagram.function() == FUNCTION_ABORT));
            return capture.stop();
        }
    }
}
