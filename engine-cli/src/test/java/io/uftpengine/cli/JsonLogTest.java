package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.Role;
import io.uftpengine.core.config.SettingsResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class JsonLogTest {
    private static final int RANDOM_TEXTS = 200;

    @TempDir
    Path dir;

    private Path log;

    private void start(String level, String format) throws Exception {
        log = dir.resolve("log");
        Logging.start(new SettingsResolver(
                        Role.SEND,
                        Map.of(
                                CommonOptions.LOG_FILE,
                                log.toString(),
                                CommonOptions.LOG_LEVEL,
                                level,
                                CommonOptions.LOG_FORMAT,
                                format),
                        Map.of())
                .resolve());
    }

    /** Another log, so that the directory can go. */
    @AfterEach
    void leave() throws Exception {
        ThreadContext.clearAll();
        Logging.start(new SettingsResolver(Role.SEND, Map.of(), Map.of()).resolve());
    }

    private List<Map<String, Object>> lines() throws Exception {
        return Files.readAllLines(log).stream()
                .map(JsonText::parse)
                .map(JsonText::object)
                .toList();
    }

    @Test
    void shouldSayWhenHowGraveWhoWhereAndWhat() throws Exception {
        start("2", "json");
        Instant before = Instant.now().minusMillis(1);
        Logging.logger().warn("{} receivers", 3);
        Logging.logger().debug("not at this level");
        Map<String, Object> line = lines().get(0);
        assertEquals(List.of("timestamp", "level", "logger", "thread", "message"), List.copyOf(line.keySet()));
        Instant time = Instant.parse((String) line.get("timestamp"));
        assertFalse(time.isBefore(before) || time.isAfter(Instant.now()), time::toString);
        assertEquals("WARN", line.get("level"));
        assertEquals("io.uftpengine.cli", line.get("logger"));
        assertEquals(Thread.currentThread().getName(), line.get("thread"));
        assertEquals("3 receivers", line.get("message"));
        assertEquals(1, lines().size());
    }

    @Test
    void shouldSayTheSessionWhenItIsKnown() throws Exception {
        start("2", "json");
        Logging.about(0xAB);
        Logging.logger().info("announced");
        assertEquals("0x000000AB", lines().get(0).get("session"));
    }

    /** A stack trace stays in its line, and is there only where everything is asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"2", "5"})
    void shouldSayTheException(String level) throws Exception {
        start(level, "json");
        Logging.logger().error("no good", new IllegalStateException("a \"quoted\"\n{reason}"));
        assertEquals(1, Files.readAllLines(log).size());
        Map<String, Object> line = lines().get(0);
        assertEquals("no good", line.get("message"));
        String exception = (String) line.get("exception");
        assertTrue(exception.startsWith("java.lang.IllegalStateException: a \"quoted\""), exception);
        assertEquals(level.equals("5"), exception.contains("\tat io.uftpengine.cli.JsonLogTest"), exception);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\"",
                "\\",
                "{",
                "}",
                "%n",
                "${env:HOME}",
                "${",
                "a\nb\r\n\tc",
                "\u0000\u001b\u007f\u0085",
                "\u2028\u2029",
                "\u65e5\u672c \ud83d\ude00",
                "{\"a\":1}"
            })
    void shouldKeepTheMessageAsItIs(String message) throws Exception {
        start("2", "json");
        Thread.currentThread().setName(message);
        Logging.logger().info(message);
        assertEquals(1, lines().size());
        assertEquals(message, lines().get(0).get("message"));
        assertEquals(message, lines().get(0).get("thread"));
    }

    /** Not even what is no text at all makes a line that is no JSON. */
    @Test
    void shouldBeJsonWhateverTheMessage() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        start("2", "json");
        for (int i = 0; i < RANDOM_TEXTS; i++) {
            char[] text = new char[random.nextInt(20)];
            for (int c = 0; c < text.length; c++) {
                text[c] = (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000);
            }
            Logging.logger().info(new String(text));
        }
        assertEquals(RANDOM_TEXTS, lines().size(), () -> "seed " + seed);
    }

    @Test
    void shouldBeForPeopleUnlessToldOtherwise() throws Exception {
        start("2", "text");
        Logging.logger().info("plain");
        assertTrue(Files.readString(log).endsWith(" INFO  plain\n"), Files.readString(log));
    }

    @Test
    void shouldRefuseOtherFormats() {
        CommandRun run = CommandRun.of("receive", "--log-format", "xml");
        assertEquals(1, run.exitCode);
        assertEquals(
                List.of("uftp-engine: option --log-format: \"xml\" is no format of logs; give text or json"),
                run.errLines());
    }
}
