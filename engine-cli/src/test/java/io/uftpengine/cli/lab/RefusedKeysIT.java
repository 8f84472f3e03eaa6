package io.uftpengine.cli.lab;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the reference 5.0.3 refuses, or cannot complete a session with, is refused by us before anything is sent, with the reason. */
@Lab
class RefusedKeysIT {
    private static final int EXIT_PARAMETERS = 1;
    private static final int EXIT_KEYS = 3;
    private static final Duration ATTEMPT = Duration.ofSeconds(20);

    private static NetworkLab lab;
    private static Path directory;

    /**
     * One refusal.
     *
     * @param option letter and value
     * @param words all of which our message has to have
     */
    record Refusal(List<String> option, String... words) {
        static Refusal of(String letter, String value, String... words) {
            return new Refusal(List.of(letter, value), words);
        }
    }

    @BeforeAll
    static void up() throws Exception {
        lab = NetworkLab.up(1);
        directory = Files.createDirectories(LabSettings.logs().resolve("refused-keys"));
        Files.createDirectories(directory.resolve("d"));
        Files.writeString(directory.resolve("f"), "x");
    }

    @AfterAll
    static void down() {
        lab.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseParametersOfSessionAsReferenceDoes() {
        return Stream.of(
                        Refusal.of("-Y", "des", "des", "aes256-gcm"),
                        Refusal.of("-Y", "aes256-cbc", "aes256-cbc", "aes256-gcm"),
                        Refusal.of("-h", "sha1", "sha1", "sha256"),
                        Refusal.of("-e", "secp224r1", "secp224r1", "secp256r1"),
                        Refusal.of("-e", "secp256k1", "secp256k1", "secp256r1"))
                .map(refusal -> DynamicTest.dynamicTest(refusal.option().toString(), () -> {
                    assertReferenceRefuses(referenceSender(refusal.option()));
                    assertRefused(EXIT_PARAMETERS, engineSender(refusal.option()), refusal.words());
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseKindsOfKeysAsReferenceDoes() {
        return Stream.of(
                        Refusal.of("-K", "rsa:512", "512", "1024", "3072"),
                        Refusal.of("-K", "rsa:1000", "1000", "1024", "3072"),
                        Refusal.of("-K", "rsa:3200", "3200", "1024", "3072"),
                        Refusal.of("-K", "rsa:4096", "4096", "1024", "3072"),
                        Refusal.of("-K", "ec:secp256k1", "secp256k1", "secp256r1"))
                .flatMap(refusal -> Stream.of(
                        DynamicTest.dynamicTest("send " + refusal.option(), () -> {
                            assertReferenceRefuses(referenceSender(refusal.option()));
                            assertRefused(EXIT_PARAMETERS, engineSender(refusal.option()), refusal.words());
                        }),
                        DynamicTest.dynamicTest("receive " + refusal.option(), () -> {
                            assertReferenceRefuses(referenceReceiver(refusal.option()));
                            assertRefused(EXIT_PARAMETERS, engineReceiver(refusal.option()), refusal.words());
                        })));
    }

    /** Sizes that are no multiple of 32 bits: the reference makes them and then finds no receiver (wire facts T27). */
    @TestFactory
    Stream<DynamicTest> shouldRefuseSizesThatReferenceMakesButCannotUse() {
        return Stream.of(Refusal.of("-K", "rsa:1040", "1040", "32"), Refusal.of("-K", "rsa:2050", "2050", "32"))
                .map(refusal -> DynamicTest.dynamicTest(
                        refusal.option().toString(),
                        () -> assertRefused(EXIT_PARAMETERS, engineSender(refusal.option()), refusal.words())));
    }

    /** Keys that openssl makes and the reference crashes on, ignores, or takes for a key that no peer can read. */
    @TestFactory
    Stream<DynamicTest> shouldRefuseKeyFilesThatNoPeerCanUse() {
        return Stream.of(
                        new String[] {"rsa-4096", "4096", "genrsa", "-traditional", "4096"},
                        new String[] {"secp256k1", "curve", "ecparam", "-genkey", "-noout", "-name", "secp256k1"},
                        new String[] {"secp224r1", "curve", "ecparam", "-genkey", "-noout", "-name", "secp224r1"},
                        new String[] {"ed25519", "ed25519", "genpkey", "-algorithm", "ed25519"})
                .map(kind -> DynamicTest.dynamicTest(kind[0], () -> {
                    Path file = directory.resolve(kind[0] + ".pem");
                    List<String> command = new ArrayList<>(List.of("openssl"));
                    command.addAll(List.of(kind).subList(2, kind.length));
                    try (LabProcess openssl = LabProcess.start(lab.sender(), directory, kind[0], command)) {
                        assertEquals(0, openssl.waitFor(ATTEMPT), openssl::tail);
                        Files.writeString(file, openssl.stdout());
                    }
                    List<String> option = List.of("-k", file.toString());
                    assertRefused(EXIT_KEYS, engineSender(option), file.toString(), kind[1]);
                    assertRefused(EXIT_KEYS, engineReceiver(option), file.toString(), kind[1]);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseKeyFileThatIsNotThere() {
        List<String> option = List.of("-k", directory.resolve("nowhere.pem").toString());
        return Stream.of(
                DynamicTest.dynamicTest("send", () -> assertRefused(EXIT_KEYS, engineSender(option), "nowhere.pem")),
                DynamicTest.dynamicTest(
                        "receive", () -> assertRefused(EXIT_KEYS, engineReceiver(option), "nowhere.pem")));
    }

    private static List<String> referenceSender(List<String> option) {
        List<String> command = new ArrayList<>(List.of(ReferencePrograms.sender(), "-I", "e0"));
        command.addAll(option);
        command.add(directory.resolve("f").toString());
        return command;
    }

    private static List<String> referenceReceiver(List<String> option) {
        List<String> command = new ArrayList<>(List.of(ReferencePrograms.receiver(), "-d", "-I", "e0"));
        command.addAll(List.of("-D", directory.resolve("d").toString()));
        command.addAll(option);
        return command;
    }

    private static List<String> engineSender(List<String> option) {
        List<String> command = new ArrayList<>(Program.ENGINE.sender(true));
        command.addAll(List.of("-I", "e0"));
        command.addAll(option);
        command.add(directory.resolve("f").toString());
        return command;
    }

    private static List<String> engineReceiver(List<String> option) {
        List<String> command = new ArrayList<>(Program.ENGINE.receiver(true));
        command.addAll(List.of("-I", "e0", "-D", directory.resolve("d").toString()));
        command.addAll(option);
        return command;
    }

    private static void assertReferenceRefuses(List<String> command) throws IOException, InterruptedException {
        try (LabProcess process = LabProcess.start(lab.sender(), directory, "reference", command)) {
            assertEquals(EXIT_PARAMETERS, process.waitFor(ATTEMPT), process::tail);
        }
    }

    /** Our program ends at once, with one line that has all the words, and has sent nothing. */
    private static void assertRefused(int exit, List<String> command, String... words)
            throws IOException, InterruptedException {
        lab.countSent(lab.sender());
        try (LabProcess process = LabProcess.start(lab.sender(), directory, "engine", command)) {
            assertEquals(exit, process.waitFor(ATTEMPT), process::tail);
            List<String> lines = process.stderr().lines().toList();
            assertEquals(1, lines.size(), process::tail);
            for (String word : words) {
                assertTrue(
                        lines.get(0).toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)),
                        () -> "does not say '" + word + "': " + lines);
            }
            assertFalse(lines.get(0).contains("Exception"), process::tail);
        }
        assertEquals(0, lab.sent(lab.sender()).datagrams());
    }
}
