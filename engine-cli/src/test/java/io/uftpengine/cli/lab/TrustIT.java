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
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who takes whose session and whose copy: fingerprint lists of either side, and {@code -E}, with fingerprints by the reference's key tool. */
@Lab
class TrustIT {
    private static final int EXIT_NOBODY = 7;
    private static final long FILE_SIZE = 20_000;
    /** The least that the reference takes: whoever is refused has to be waited for. */
    private static final int ROBUST = 10;

    private static final Duration ATTEMPT = Duration.ofSeconds(60);

    private static NetworkLab lab;

    /** Sender and receivers, of which one at least is ours. */
    enum Pair {
        ENGINE_TO_REFERENCE(ENGINE, REFERENCE),
        REFERENCE_TO_ENGINE(REFERENCE, ENGINE),
        ENGINE_TO_ENGINE(ENGINE, ENGINE);

        final Program sender;
        final Program receiver;

        Pair(Program sender, Program receiver) {
            this.sender = sender;
            this.receiver = receiver;
        }
    }

    @BeforeAll
    static void up() {
        lab = NetworkLab.up(2);
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldServeReceiversOfListedFingerprint() {
        return Stream.of(Pair.values())
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> {
                    TransferPlan plan = asked(pair)
                            .hostFile(hosts("right", LabKey.RSA_2048.fingerprint(), LabKey.RSA_2048.fingerprint()));
                    Transfer.run(lab, "trust hosts right " + pair, plan, ATTEMPT)
                            .assertAllRight();
                }));
    }

    /** One of two receivers is not who the list says: it gets nothing, the other everything. */
    @TestFactory
    Stream<DynamicTest> shouldNotServeReceiverOfAnotherFingerprint() {
        return Stream.of(Pair.ENGINE_TO_REFERENCE, Pair.ENGINE_TO_ENGINE)
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> {
                    TransferPlan plan = asked(pair)
                            .hostFile(hosts("wrong", LabKey.RSA_2048.fingerprint(), LabKey.strangeFingerprint()));
                    try (Transfer transfer = Transfer.prepare(lab, "trust hosts wrong " + pair, plan)) {
                        LabProcess sender = transfer.startSender();
                        TransferResult result = transfer.finish(ATTEMPT);
                        result.require(result.senderExit() == 0, "the sender ended with " + result.senderExit());
                        result.require(result.copies().get(0).isRight(), "the right one has no copy");
                        assertHasNothing(transfer, 2);
                        result.require(result.report().copies(lab.receiver(2)) == 0, "a copy is reported");
                        assertSays(sender, "fingerprint", lab.receiver(2).uniqueIdText());
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldReceiveFromListedSender() {
        return Stream.of(Pair.values())
                .map(pair -> DynamicTest.dynamicTest(pair.name(), () -> {
                    TransferPlan plan =
                            plan(pair).receiverOptions("-E", "-S", servers("right", 0, LabKey.EC_384.fingerprint()));
                    Transfer.run(lab, "trust servers right " + pair, plan, ATTEMPT)
                            .assertAllRight();
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseSenderOfAnotherFingerprint() {
        return Stream.of(Pair.values())
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(),
                        () -> assertRefused(
                                pair,
                                "trust servers wrong " + pair,
                                plan(pair).receiverOptions("-S", servers("wrong", 0, LabKey.strangeFingerprint())),
                                "fingerprint")));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseSenderThatIsNotListed() {
        return Stream.of(Pair.values())
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(),
                        () -> assertRefused(
                                pair,
                                "trust servers other " + pair,
                                plan(pair).receiverOptions("-S", servers("other", 0x100, LabKey.EC_384.fingerprint())),
                                "list")));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseSessionInTheClearWhereEncryptionIsRequired() {
        return Stream.of(Pair.values())
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(),
                        () -> assertRefused(
                                pair,
                                "trust clear " + pair,
                                plan(pair).encryption(Encryption.NONE).receiverOptions("-E"),
                                "encrypt")));
    }

    /** The reference takes a session in the clear from whoever has the ID of a sender that is listed with a fingerprint; we do not. */
    @TestFactory
    Stream<DynamicTest> shouldRefuseSessionInTheClearFromSenderOfListedFingerprint() {
        return Stream.of(Pair.REFERENCE_TO_ENGINE, Pair.ENGINE_TO_ENGINE)
                .map(pair -> DynamicTest.dynamicTest(
                        pair.name(),
                        () -> assertRefused(
                                pair,
                                "trust stripped " + pair,
                                plan(pair)
                                        .encryption(Encryption.NONE)
                                        .receiverOptions("-S", servers("right", 0, LabKey.EC_384.fingerprint())),
                                "fingerprint")));
    }

    private static TransferPlan plan(Pair pair) throws IOException {
        return TransferPlan.of(pair.sender, pair.receiver, pair.receiver)
                .files(List.of(TestFiles.file("confidential", FILE_SIZE)))
                .robust(ROBUST)
                .encryption(new Encryption(null, null, null, LabKey.EC_384, null));
    }

    /** With receivers that have to prove who they are. */
    private static TransferPlan asked(Pair pair) throws IOException {
        return plan(pair).encryption(new Encryption(null, null, null, LabKey.EC_384, LabKey.RSA_2048));
    }

    /** The sender finds nobody, says why, and so does the receiver; nothing is received, and the receivers wait for another. */
    private static void assertRefused(Pair pair, String name, TransferPlan plan, String word)
            throws IOException, InterruptedException {
        try (Transfer transfer = Transfer.prepare(lab, name, plan)) {
            LabProcess sender = transfer.startSender();
            assertEquals(EXIT_NOBODY, sender.waitFor(ATTEMPT), sender::tail);
            for (int i = 1; i <= plan.receivers.size(); i++) {
                assertHasNothing(transfer, i);
                assertTrue(transfer.receiver(i).isAlive(), "the receiver has ended");
                assertSays(transfer.receiver(i), word);
            }
            if (pair.sender == ENGINE) {
                // Both receivers have told it by ABORT; the reference's text is its own.
                assertSays(sender, "abort", lab.receiver(1).uniqueIdText());
            }
        }
    }

    private static Path directory() throws IOException {
        return Files.createDirectories(LabSettings.files().resolve("l"));
    }

    private static Path hosts(String name, String... fingerprints) throws IOException {
        StringBuilder lines = new StringBuilder("# receivers\n\n");
        for (int i = 0; i < fingerprints.length; i++) {
            lines.append(lab.receiver(i + 1).uniqueIdText())
                    .append('|')
                    .append(fingerprints[i])
                    .append('\n');
        }
        return Files.writeString(directory().resolve("hosts-" + name), lines);
    }

    /** A list of the one sender, whose ID may be off by that much. */
    private static String servers(String name, int offId, String fingerprint) throws IOException {
        String line = String.format(
                "# senders%n0x%08X|%s|0|%s%n",
                lab.sender().uniqueId() + offId, lab.sender().ipv4(), fingerprint);
        return Files.writeString(directory().resolve("servers-" + name), line).toString();
    }

    private static void assertHasNothing(Transfer transfer, int receiver) throws IOException {
        try (Stream<Path> all = Files.list(transfer.destination(receiver))) {
            assertEquals(List.of(), all.toList(), () -> "at receiver " + receiver);
        }
    }

    private static void assertSays(LabProcess process, String... words) throws IOException {
        String said = (process.stdout() + process.stderr()).toLowerCase(Locale.ROOT);
        for (String word : words) {
            assertTrue(said.contains(word.toLowerCase(Locale.ROOT)), () -> "does not say '" + word + "':\n" + said);
        }
    }
}
