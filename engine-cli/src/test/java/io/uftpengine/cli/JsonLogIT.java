package io.uftpengine.cli;

import static io.uftpengine.cli.EngineProcess.args;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the packaged program writes on standard error can be read by a program. */
@Timeout(120)
class JsonLogIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String[] JSON_LOG = {"--log-format", "json"};

    @TempDir
    Path dir;

    private static List<Map<String, Object>> log(EngineProcess process) {
        return process.err().lines().map(JsonText::parse).map(JsonText::object).toList();
    }

    private static boolean says(Map<String, Object> line, String session, String words) {
        return session.equals(line.get("session"))
                && line.get("message").toString().contains(words);
    }

    @Test
    void shouldLogATransferOnBothSidesWithItsSession() throws Exception {
        Path file = Files.write(dir.resolve("f"), new byte[100_000]);
        Path incoming = Files.createDirectory(dir.resolve("incoming"));
        String[] corner = EngineProcess.corner();
        try (EngineProcess receive = EngineProcess.start(
                dir,
                args("receive", corner, "-D", incoming.toString(), "-U", "0xBEEF", "--json", "--log-format", "json"))) {
            receive.awaitErr("receiving on lo");
            try (EngineProcess send = EngineProcess.start(
                    dir,
                    args(
                            "send",
                            corner,
                            "-H",
                            "0xBEEF",
                            "--json",
                            "-R",
                            "100M",
                            "--log-format",
                            "json",
                            file.toString()))) {
                assertEquals(0, send.exitCode(PATIENCE), send::toString);
                String session =
                        (String) JsonText.object(JsonText.parse(send.out())).get("groupId");
                assertTrue(
                        log(send).stream().anyMatch(line -> says(line, session, "is over: COMPLETED")), send::toString);
                receive.awaitErr("is over: COMPLETED");
                assertTrue(log(receive).stream().anyMatch(line -> says(line, session, " begins")), receive::toString);
            }
            receive.signal("TERM");
            assertEquals(0, receive.exitCode(PATIENCE), receive::toString);
            List<Map<String, Object>> lines = log(receive);
            assertTrue(lines.size() > 3, receive::toString);
            // Those of the warm-up are nobody's.
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line -> line.get("message").toString().endsWith(" begins"))
                            .count(),
                    receive::toString);
            assertFalse(receive.err().contains("warmed up"), receive::toString);
        }
    }

    @Test
    void shouldLogWhyItEnds() throws Exception {
        for (String[] wrong : List.of(new String[] {"-I", "no-such-if"}, new String[] {"-k", "no-such-key"})) {
            try (EngineProcess send =
                    EngineProcess.start(dir, args("send", wrong, JSON_LOG[0], JSON_LOG[1], "/dev/null"))) {
                assertTrue(send.exitCode(PATIENCE) > 1, send::toString);
                Map<String, Object> last = log(send).get(log(send).size() - 1);
                assertEquals("ERROR", last.get("level"));
                assertTrue(last.get("message").toString().contains(wrong[1]), send::toString);
                assertNull(last.get("exception"), send::toString);
            }
        }
    }
}
