package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static io.uftpengine.cli.lab.Program.REFERENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code -R -1} between hosts, one of which is slow, and with blocks that no packet of the wire takes whole. */
@Lab
class UnlimitedRateIT {
    private static final int NO_LIMIT = -1;

    /** In sections of the default block size, seven: who is too slow is found out after some of them. */
    private static final long FILE_SIZE = 90_000_000;

    private static final int LARGE_BLOCK = 8800;
    private static final long LARGE_BLOCKS_FILE_SIZE = 60_000_000;

    /** Blocks of which a section is 2 MB: what does not keep up is heard of where sections end. */
    private static final int SHORT_SECTIONS = 512;

    private static final String MIN_RATE = "100M";
    private static final int TOO_SLOW_MEGABIT = 20;
    private static final int ALL_DROPPED = 9;
    private static final Duration ATTEMPT = Duration.ofSeconds(90);

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
    void shouldDropTheReceiverBelowTheMinimumAndServeTheOthers() throws Exception {
        TransferResult result = runWithSlow(2, "below the minimum", TransferPlan.toThree(ENGINE, ENGINE));
        result.require(result.senderExit() == 0, "the sender ended with " + result.senderExit());
        for (int i : new int[] {1, 3}) {
            TransferResult.Copy copy = result.copies().get(i - 1);
            result.require(copy.isRight(), copy.host() + ": " + copy.differences());
            assertEquals(1, result.report().copies(copy.host()), "said to have it");
        }
        assertDropped(result, 2);
        // While the session goes on it is told as often as it asks; the first time may be lost like everything else.
        assertTrue(
                Files.readString(result.directory().resolve("receiver-2.err")).contains("--min-rate"),
                "the receiver was not told why");
        assertEquals(
                List.of("aborted"),
                result.report().of(lab.receiver(2)).stream()
                        .map(SenderReport.Result::state)
                        .toList());
    }

    @Test
    void shouldEndWhenTheOnlyReceiverIsBelowTheMinimum() throws Exception {
        TransferResult result = runWithSlow(1, "alone below the minimum", TransferPlan.of(ENGINE, ENGINE));
        result.require(result.senderExit() == ALL_DROPPED, "the sender ended with " + result.senderExit());
        assertDropped(result, 1);
    }

    private static TransferResult runWithSlow(int slow, String name, TransferPlan roles) throws Exception {
        TransferPlan plan = plan(roles);
        lab.intake(lab.receiver(slow), TOO_SLOW_MEGABIT);
        try {
            return Transfer.run(lab, name, plan, ATTEMPT);
        } finally {
            lab.intake(lab.receiver(slow), 0);
        }
    }

    private static TransferPlan plan(TransferPlan roles) throws IOException {
        return roles.files(List.of(TestFiles.file("f", FILE_SIZE)))
                .blockSize(SHORT_SECTIONS)
                .rateKbit(NO_LIMIT)
                .senderOptions("--min-rate", MIN_RATE);
    }

    /** The sender's report says so and why; the receiver runs on, without the file. */
    private static void assertDropped(TransferResult result, int index) throws IOException {
        LabHost host = lab.receiver(index);
        Map<?, ?> report =
                (Map<?, ?>) Json.read(Files.readString(result.directory().resolve("sender.out")));
        Map<?, ?> receiver = ((List<?>) report.get("receivers"))
                .stream()
                        .map(one -> (Map<?, ?>) one)
                        .filter(one -> host.uniqueIdText().equalsIgnoreCase((String) one.get("id")))
                        .findFirst()
                        .orElseThrow();
        result.require("aborted".equals(receiver.get("state")), "state " + receiver.get("state"));
        String reason = (String) receiver.get("reason");
        result.require(reason.contains("--min-rate"), "reason " + reason);
        TransferResult.Copy copy = result.copies().get(index - 1);
        result.require(copy.alive(), "the receiver has ended");
        result.require(!copy.isRight(), "it has the file");
    }

    /** Such a datagram is six fragments, which the kernel makes of it only without segmentation offload (EMSGSIZE). */
    @TestFactory
    Stream<DynamicTest> shouldSendBlocksLargerThanThePackets() {
        return Stream.of(Encryption.NONE, Encryption.DEFAULT)
                .map(encryption -> DynamicTest.dynamicTest(encryption.toString(), () -> {
                    Path file = TestFiles.file("large", LARGE_BLOCKS_FILE_SIZE);
                    TransferPlan plan = TransferPlan.of(ENGINE, ENGINE, REFERENCE, ENGINE)
                            .files(List.of(file))
                            .blockSize(LARGE_BLOCK)
                            .encryption(encryption)
                            .rateKbit(NO_LIMIT);
                    Transfer.run(lab, "large blocks " + encryption, plan, ATTEMPT)
                            .assertAllRight();
                }));
    }
}
