package io.uftpengine.cli;

import static io.uftpengine.cli.EngineProcess.args;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keys and trust as an operator uses them: real processes on the loopback interface. */
@Timeout(120)
class SecureTransferIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SENDER = "0x0000AAAA";
    private static final String RECEIVER = "0x0000BEEF";
    private static final Pattern SHA1 = Pattern.compile(", fingerprint: ([0-9A-F:]+)");
    private static final Pattern SHA256 = Pattern.compile(": SHA-256 ([0-9A-F:]+)");

    @TempDir
    Path dir;

    private final String[] corner;
    private Path incoming;
    private Path file;
    private byte[] content;

    SecureTransferIT() throws IOException {
        corner = EngineProcess.corner();
    }

    @BeforeEach
    void makeFiles() throws IOException {
        incoming = Files.createDirectory(dir.resolve("incoming"));
        content = new byte[200_000];
        new Random(1).nextBytes(content);
        file = Files.write(dir.resolve("f"), content);
    }

    @Test
    void shouldTransferBetweenPartiesThatKnowEachOthersKeys() throws Exception {
        String senderKey = key("sender.pem", "ec:secp384r1");
        String receiverKey = key("receiver.pem", "rsa:2048");
        String servers = write("servers", SENDER + "|127.0.0.1|0|" + find(SHA1, senderKey) + "\n");
        String receivers = write("receivers", RECEIVER + "|" + find(SHA256, receiverKey) + "\n");
        try (EngineProcess receive = receiver("-E", "-S", servers, "-k", path("receiver.pem"))) {
            try (EngineProcess send =
                    sender("-c", "-H", "@" + receivers, "-k", path("sender.pem"), "--json", "--strict")) {
                assertEquals(0, send.exitCode(PATIENCE), () -> send + "" + receive);
                assertEquals(true, JsonText.object(JsonText.parse(send.out())).get("encrypted"));
                assertTrue(send.err().contains(find(SHA1, senderKey)), send::toString);
                assertTrue(send.err().contains(find(SHA256, senderKey)), send::toString);
                assertTrue(receive.err().contains(find(SHA1, receiverKey)), receive::toString);
                assertTrue(receive.err().contains(find(SHA256, receiverKey)), receive::toString);
            }
            assertArrayEquals(content, Files.readAllBytes(incoming.resolve("f")));
        }
    }

    @Test
    void shouldTakeNothingFromASenderWithAnotherKey() throws Exception {
        key("sender.pem", "ec:secp256r1");
        String other = key("other.pem", "ec:secp256r1");
        String servers = write("servers", SENDER + "|127.0.0.1|0|" + find(SHA1, other) + "\n");
        try (EngineProcess receive = receiver("-S", servers);
                EngineProcess send = sender("-s", "10", "-k", path("sender.pem"))) {
            assertEquals(7, send.exitCode(PATIENCE), send::toString);
            receive.awaitErr("the sender's key does not have the fingerprint that it is listed with");
            assertFalse(Files.exists(incoming.resolve("f")));
        }
    }

    @Test
    void shouldTakeNothingFromAReceiverWithAnotherKey() throws Exception {
        key("receiver.pem", "ec:secp256r1");
        String other = key("other.pem", "ec:secp256r1");
        String receivers = write("receivers", RECEIVER + "|" + find(SHA1, other) + "\n");
        try (EngineProcess receive = receiver("-k", path("receiver.pem"));
                EngineProcess send = sender("-s", "10", "-c", "-H", "@" + receivers)) {
            assertEquals(7, send.exitCode(PATIENCE), () -> send + "" + receive);
            assertTrue(
                    send.err().contains("its key does not have the fingerprint that it is listed with"),
                    send::toString);
            assertFalse(Files.exists(incoming.resolve("f")));
        }
    }

    @Test
    void shouldRefuseSessionsInTheClearWhenEncryptionIsRequired() throws Exception {
        try (EngineProcess receive = receiver("-E");
                EngineProcess send = sender("-s", "10", "-Y", "none")) {
            assertEquals(7, send.exitCode(PATIENCE), send::toString);
            receive.awaitErr("in the clear");
            assertFalse(Files.exists(incoming.resolve("f")));
        }
    }

    @ParameterizedTest
    @MethodSource("io.uftpengine.cli.HelpIT#javaHomes")
    void shouldReadTheListAgainOnSighup(Path javaHome) throws Exception {
        String senderKey = key("sender.pem", "ec:secp256r1");
        String servers = write("servers", "0x0000CCCC|127.0.0.1|0\n");
        String[] receiverArgs = args("receive", corner, "-U", RECEIVER, "-D", incoming.toString(), "-S", servers);
        try (EngineProcess receive = EngineProcess.startWith(javaHome, dir, receiverArgs)) {
            receive.awaitOut("receiving on lo");
            write("servers", "nonsense\n");
            receive.signal("HUP");
            receive.awaitErr("the old list of senders stays in force: option -S (--servers): " + servers + ", line 1");
            write("servers", SENDER + "|127.0.0.1|0|" + find(SHA1, senderKey) + "\n");
            receive.signal("HUP");
            receive.awaitErr("the list of senders was read again");
            try (EngineProcess send = sender("-H", RECEIVER, "-k", path("sender.pem"), "--strict")) {
                assertEquals(0, send.exitCode(PATIENCE), () -> send + "" + receive);
            }
            assertArrayEquals(content, Files.readAllBytes(incoming.resolve("f")));
            assertFalse(receive.err().contains("WARNING"), receive::toString);
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(PATIENCE), receive::toString);
        }
    }

    @Test
    void shouldNotEndOnSighup() throws Exception {
        String receivers = write("receivers", RECEIVER + "\n");
        try (EngineProcess receive = receiver();
                EngineProcess send = sender("-H", "@" + receivers, "-c", "-s", "50", "-r", "1:1:1")) {
            send.awaitErr("session");
            receive.signal("HUP");
            send.signal("HUP");
            send.awaitErr("the list of receivers was read again");
            assertTrue(receive.isAlive() && send.isAlive());
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(PATIENCE) % 6, receive::toString);
        }
    }

    private EngineProcess receiver(String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("-U", RECEIVER, "-D", incoming.toString()));
        all.addAll(List.of(more));
        return EngineProcess.start(dir, args("receive", corner, all.toArray(String[]::new)))
                .awaitOut("receiving on lo");
    }

    private EngineProcess sender(String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("-U", SENDER, "-r", "0.05:0.01:0.2"));
        all.addAll(List.of(more));
        all.add(file.toString());
        return EngineProcess.start(dir, args("send", corner, all.toArray(String[]::new)));
    }

    /** Makes a key; what {@code keys} says of it. */
    private String key(String name, String spec) {
        CommandRun made = CommandRun.of(new FakeEngine(), Map.of(), "keys", "-g", spec, path(name));
        assertEquals(0, made.exitCode, made.err());
        return made.out();
    }

    private String path(String name) {
        return dir.resolve(name).toString();
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text).toString();
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertTrue(matcher.find(), text);
        return matcher.group(1);
    }
}
