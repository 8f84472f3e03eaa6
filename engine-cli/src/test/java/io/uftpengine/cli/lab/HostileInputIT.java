package io.uftpengine.cli.lab;

import static io.uftpengine.cli.lab.Program.ENGINE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What nobody should have to read, sent at our receivers and our sender during a transfer from a fourth host (issue line 7). */
@Lab
class HostileInputIT {
    private static final int RANDOM_DATAGRAMS = 1_000_000;
    private static final int MUTATIONS = 60_000;
    private static final int MUTATIONS_OF_EACH = 3;
    private static final long SEED = 20_261_120L;
    private static final int SENDER_PORT = 2044;
    private static final int ATTACKER = 4;
    private static final long FILE_SIZE = 30_000_000;
    private static final int RATE_KBIT = 30_000;
    private static final int DATAGRAMS_BEFORE_STORM = 500;
    private static final long MAX_RESIDENT_KIB = 300 * 1024;
    private static final int MAX_MORE_DESCRIPTORS = 64;
    private static final int MAX_MORE_GROUPS = 64;
    /** One line per reason and minute, whatever arrives (the reference writes megabytes). */
    private static final int MAX_LOG_CHARS = 256 * 1024;

    private static final Duration ATTEMPT = Duration.ofSeconds(90);

    private static NetworkLab lab;

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(ATTACKER);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @Test
    void shouldCompleteWhileMillionRandomDatagramsArrive() throws Exception {
        List<String> targets = new ArrayList<>();
        targets.add(Addressing.IPV4_MULTICAST.publicGroup() + ":" + Transfer.PORT);
        targets.add(Addressing.IPV4_MULTICAST.privateGroup() + ":" + Transfer.PORT);
        targets.add(lab.receiver(1).ipv4() + ":" + Transfer.PORT);
        targets.add(lab.sender().ipv4() + ":" + SENDER_PORT);
        List<String> storm = DatagramStorm.random(RANDOM_DATAGRAMS, SEED, targets);
        int sent = transferDuring("hostile random", Encryption.DEFAULT, storm, false);
        assertEquals(RANDOM_DATAGRAMS, sent);
    }

    @TestFactory
    Stream<DynamicTest> shouldCompleteWhileMutationsOfItsOwnDatagramsArrive() {
        List<String> groups =
                List.of(Addressing.IPV4_MULTICAST.publicGroup(), Addressing.IPV4_MULTICAST.privateGroup());
        return Stream.of(Encryption.DEFAULT, Encryption.NONE).map(encryption -> {
            String name = "hostile mutations " + (encryption.isClear() ? "in the clear" : "encrypted");
            return DynamicTest.dynamicTest(name, () -> {
                List<String> storm = DatagramStorm.mutate(MUTATIONS, SEED, MUTATIONS_OF_EACH, groups);
                int sent = transferDuring(name, encryption, storm, true);
                // On a busy machine the session is over before the last of them.
                assertTrue(sent > MUTATIONS / 2, () -> sent + " mutations");
            });
        });
    }

    /** Runs a transfer, the storm from its middle on, and then another transfer; what the storm says it has sent. */
    private static int transferDuring(String name, Encryption encryption, List<String> storm, boolean listens)
            throws IOException, InterruptedException {
        TransferPlan plan = TransferPlan.toThree(ENGINE, ENGINE)
                .encryption(encryption)
                .files(List.of(TestFiles.file("f", FILE_SIZE)))
                .rateKbit(RATE_KBIT)
                .grtt("0.1:0.1:1")
                .sourcePort(SENDER_PORT);
        try (Transfer transfer = Transfer.prepare(lab, name, plan)) {
            lab.countSent(lab.sender());
            LabProcess sender = transfer.startSender();
            await("data flows")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(ATTEMPT)
                    .until(() -> lab.sent(lab.sender()).datagrams() > DATAGRAMS_BEFORE_STORM);
            List<LabProcess> ours = List.of(sender, transfer.receiver(1), transfer.receiver(2), transfer.receiver(3));
            int[] descriptors =
                    ours.stream().mapToInt(LabProcess::openDescriptors).toArray();
            int groups = transfer.receiver(1).joinedGroups();
            try (LabProcess attacker = LabProcess.start(lab.receiver(ATTACKER), transfer.directory(), "storm", storm)) {
                if (listens) {
                    await("the storm listens").atMost(ATTEMPT).until(() -> attacker.stdout()
                            .contains("listening"));
                }
                assertTrue(sender.isAlive(), "the storm came too late");
                transfer.finish(ATTEMPT).assertAllRight();
                assertEquals(0, attacker.waitFor(ATTEMPT), attacker::tail);
                assertNoGrowth(ours, descriptors, groups, transfer.receiver(1));
                for (LabProcess process : ours) {
                    assertCalm(process);
                }
                transfer.startSender();
                transfer.finish(ATTEMPT).assertAllRight();
                String[] words = attacker.stdout().trim().split("\\s+");
                return Integer.parseInt(words[words.length - 1]);
            }
        }
    }

    private static void assertNoGrowth(
            List<LabProcess> ours, int[] descriptorsBefore, int groupsBefore, LabProcess receiver) {
        for (int i = 0; i < ours.size(); i++) {
            LabProcess process = ours.get(i);
            assertTrue(
                    process.residentPeakKib() < MAX_RESIDENT_KIB,
                    () -> process.residentPeakKib() + " KiB resident\n" + process.tail());
            int more = process.openDescriptors() - descriptorsBefore[i];
            assertTrue(more <= MAX_MORE_DESCRIPTORS, () -> more + " more descriptors\n" + process.tail());
        }
        int moreGroups = receiver.joinedGroups() - groupsBefore;
        assertTrue(moreGroups <= MAX_MORE_GROUPS, () -> moreGroups + " more groups joined\n" + receiver.tail());
    }

    private static void assertCalm(LabProcess process) throws IOException {
        String said = process.stdout() + process.stderr();
        assertTrue(said.length() < MAX_LOG_CHARS, () -> said.length() + " characters logged\n" + process.tail());
        assertFalse(
                said.contains("Exception") || said.contains("\tat ") || said.contains("OutOfMemory"), process::tail);
    }
}
