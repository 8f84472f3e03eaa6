package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DemoIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern DIRECTORY = Pattern.compile("writes into (\\S+)");

    @TempDir
    Path dir;

    @ParameterizedTest
    @MethodSource("io.uftpengine.cli.HelpIT#javaHomes")
    void shouldBringThreeRightCopiesAndCleanUp(Path javaHome) throws Exception {
        try (EngineProcess demo = EngineProcess.startWith(javaHome, dir, "demo")) {
            assertEquals(0, demo.exitCode(PATIENCE), demo::toString);
            assertEquals(
                    3,
                    demo.out().lines().filter(line -> line.startsWith("right ")).count(),
                    demo::toString);
            assertTrue(demo.out().contains("encrypted with aes256-gcm"), demo::toString);
            assertTrue(demo.out().contains("every copy is right"), demo::toString);
            Matcher directories = DIRECTORY.matcher(demo.out());
            assertTrue(directories.find(), demo::toString);
            assertFalse(Files.exists(Path.of(directories.group(1))), demo::toString);
            assertFalse(demo.err().contains("WARNING"), demo::toString);
            assertFalse(demo.err().contains("LEAK"), demo::toString);
        }
    }

    @Test
    void shouldSendAGivenFileAndReportAsJson() throws Exception {
        Path file = Files.write(dir.resolve("my file"), new byte[123_457]);
        try (EngineProcess demo = EngineProcess.start(dir, "demo", "--json", file.toString())) {
            assertEquals(0, demo.exitCode(PATIENCE), demo::toString);
            Map<String, Object> json = JsonText.object(JsonText.parse(demo.out()));
            assertEquals("demo", json.get("role"));
            assertEquals(true, json.get("encrypted"));
            assertEquals(3, JsonText.array(json.get("copies")).size());
            for (Object copy : JsonText.array(json.get("copies"))) {
                assertEquals(true, JsonText.object(copy).get("right"));
            }
            assertEquals(3, JsonText.array(json.get("receivers")).size());
            assertTrue(Files.exists(file), "the user's file stays");
        }
    }

    @Test
    void shouldCleanUpWhenItIsInterrupted() throws Exception {
        Path big = dir.resolve("big");
        try (RandomAccessFile sparse = new RandomAccessFile(big.toFile(), "rw")) {
            sparse.setLength(500_000_000);
        }
        try (EngineProcess demo = EngineProcess.start(dir, "demo", big.toString())) {
            demo.awaitErr(" of 500.0 MB");
            demo.signal("TERM");
            assertEquals(6, demo.exitCode(Duration.ofSeconds(2)), demo::toString);
            Matcher directories = DIRECTORY.matcher(demo.out());
            assertTrue(directories.find(), demo::toString);
            assertFalse(Files.exists(Path.of(directories.group(1)).getParent()), demo::toString);
        }
    }

    @Test
    void shouldRefuseWhatIsNoFile() throws Exception {
        try (EngineProcess demo = EngineProcess.start(dir, "demo", dir.toString())) {
            assertEquals(1, demo.exitCode(PATIENCE), demo::toString);
        }
    }
}
