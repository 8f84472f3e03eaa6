package io.uftpengine.cli;

import static io.uftpengine.cli.EngineProcess.args;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class TransferIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration CLEAN_END = Duration.ofSeconds(2);
    /** Registration of one receiver in tens of milliseconds instead of seconds. */
    private static final List<String> QUICK = List.of("-Y", "none", "-r", "0.05:0.01:0.2");

    private final String[] corner;

    @TempDir
    Path dir;

    TransferIT() throws IOException {
        corner = EngineProcess.corner();
    }

    @Test
    void shouldTransferATreeAndReportItOnBothSides() throws Exception {
        Path tree = Files.createDirectories(dir.resolve("tree/sub")).getParent();
        byte[] content = random(3_000_000);
        Files.write(tree.resolve("a"), content);
        Files.write(tree.resolve("sub/b"), new byte[0]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (EngineProcess receive = receiver(incoming, "-U", "0x0000BEEF");
                EngineProcess send = sender("-R", "200M", "--json", "--strict", "-H", "0xBEEF", tree.toString())) {
            assertEquals(0, send.exitCode(PATIENCE), send::toString);
            Map<String, Object> json = JsonText.object(JsonText.parse(send.out()));
            Map<String, Object> row =
                    JsonText.object(JsonText.array(json.get("receivers")).get(0));
            assertEquals("0x0000BEEF", row.get("id"));
            assertEquals("done", row.get("state"));
            assertArrayEquals(content, Files.readAllBytes(incoming.resolve("tree/a")));
            assertEquals(0, Files.size(incoming.resolve("tree/sub/b")));
            receive.awaitOut("received tree/a").awaitOut("completed");
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(CLEAN_END), receive::toString);
            assertTrue(receive.out().contains("ID 0x0000BEEF"), receive::toString);
            assertTrue(receive.out().contains("stopped; 1 session completed, 0 failed"), receive::toString);
        }
    }

    /** As services are started. Given by its bytes, a name has to arrive with the same ones. */
    @ParameterizedTest
    @MethodSource("io.uftpengine.cli.HelpIT#javaHomes")
    void shouldKeepNamesWithoutALocale(Path javaHome) throws Exception {
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "the test can write such names");
        Map<String, String> noLocale = Map.of("LC_ALL", "C");
        Path named = Files.writeString(dir.resolve("gr\u00fc\u00df.txt"), "a");
        Path listed = Files.writeString(dir.resolve("\u65e5\u672c"), "b");
        Path list = Files.writeString(dir.resolve("list"), listed + "\n");
        Path incoming = Files.createDirectory(dir.resolve("Eing\u00e4nge"));
        String[] receiveArgs = args("receive", corner, "-U", "0xBEEF", "-D", incoming.toString());
        String[] sendArgs = args("send", corner, "-Y", "none", "-r", "0.05:0.01:0.2", "--strict");
        String[] more = {"-H", "0xBEEF", "-i", list.toString(), named.toString()};
        try (EngineProcess receive = EngineProcess.startIn(noLocale, javaHome, dir, receiveArgs)) {
            receive.awaitOut("receiving on lo");
            String[] all = Stream.concat(Stream.of(sendArgs), Stream.of(more)).toArray(String[]::new);
            try (EngineProcess send = EngineProcess.startIn(noLocale, javaHome, dir, all)) {
                assertEquals(0, send.exitCode(PATIENCE), send::toString);
            }
            assertEquals("a", Files.readString(incoming.resolve("gr\u00fc\u00df.txt")));
            assertEquals("b", Files.readString(incoming.resolve("\u65e5\u672c")));
            receive.awaitOut("received gr\u00fc\u00df.txt");
        }
    }

    @Test
    void shouldTellPartialFromCompleteDelivery() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(10_000));
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        String[] options = {"-s", "10", "-H", "0xBEEF,0xDEAD", file.toString()};
        try (EngineProcess receive = receiver(incoming, "-U", "0xBEEF")) {
            try (EngineProcess send = sender(options)) {
                assertEquals(0, send.exitCode(PATIENCE), send::toString);
                assertTrue(send.out().contains("0x0000DEAD"), send::toString);
            }
            try (EngineProcess send = sender(
                    Stream.concat(Stream.of("--strict"), Stream.of(options)).toArray(String[]::new))) {
                assertEquals(12, send.exitCode(PATIENCE), send::toString);
            }
            assertTrue(receive.isAlive());
        }
    }

    @Test
    void shouldReturnSevenWhenNobodyAnswersAndSayWhatItWaitsFor() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(10));
        try (EngineProcess send = sender("-s", "10", "-r", "0.2:0.2:1", file.toString())) {
            send.awaitErr("on lo to " + corner[5] + ":" + corner[3] + ", 0 registered");
            assertEquals(7, send.exitCode(PATIENCE), send::toString);
        }
    }

    @Test
    void shouldEndASenderCleanlyOnSigterm() throws Exception {
        interrupt("TERM");
    }

    @Test
    void shouldEndASenderCleanlyOnSigint() throws Exception {
        interrupt("INT");
    }

    /** The sender returns 6 within 2 s, its ABORT ends the receiver's session, and no part of the file gets its name. */
    private void interrupt(String signal) throws Exception {
        Path file = Files.write(dir.resolve("f"), random(20_000_000));
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (EngineProcess receive = receiver(incoming, "-U", "0xBEEF");
                EngineProcess send = sender("-H", "0xBEEF", "-R", "8Mbit/s", file.toString())) {
            send.awaitErr(" of 20.0 MB");
            long startNs = System.nanoTime();
            send.signal(signal);
            assertEquals(6, send.exitCode(CLEAN_END), send::toString);
            assertTrue(System.nanoTime() - startNs < TimeUnit.SECONDS.toNanos(2));
            assertTrue(send.out().contains("interrupted"), send::toString);
            receive.awaitOut("aborted by the sender");
            assertFalse(Files.exists(incoming.resolve("f")));
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(CLEAN_END), receive::toString);
        }
    }

    @Test
    void shouldReturnSixWhenAReceiverIsStoppedInASession() throws Exception {
        Path file = Files.write(dir.resolve("f"), random(20_000_000));
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        try (EngineProcess receive = receiver(incoming, "-U", "0xBEEF");
                EngineProcess send = sender("-H", "0xBEEF", "-R", "8Mbit/s", file.toString())) {
            send.awaitErr(" of 20.0 MB");
            receive.signal("TERM");
            assertEquals(6, receive.exitCode(CLEAN_END), receive::toString);
            assertEquals(9, send.exitCode(PATIENCE), send::toString);
            try (Stream<Path> left = Files.list(incoming)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }

    @Test
    void shouldPrintJsonOnlyAlsoAsAReceiver() throws Exception {
        try (EngineProcess receive =
                EngineProcess.start(dir, args("receive", corner, "-D", dir.toString(), "--json"))) {
            receive.awaitErr("receiving on lo");
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(CLEAN_END), receive::toString);
            assertEquals(0.0, JsonText.object(JsonText.parse(receive.out())).get("filesReceived"));
        }
    }

    private EngineProcess receiver(Path incoming, String... more) throws IOException {
        String[] options = Stream.concat(Stream.of("-D", incoming.toString()), Stream.of(more))
                .toArray(String[]::new);
        return EngineProcess.start(dir, args("receive", corner, options)).awaitOut("receiving on lo");
    }

    private EngineProcess sender(String... more) throws IOException {
        String[] options = Stream.concat(QUICK.stream(), Stream.of(more)).toArray(String[]::new);
        return EngineProcess.start(dir, args("send", corner, options));
    }

    private static byte[] random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return content;
    }
}
