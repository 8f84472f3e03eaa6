package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.cli.lab.ClassArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HelpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MOST_STARTS = 10;

    /** What it takes on an idle machine with two processors, with a third to spare. */
    private static final long AT_ONCE_MS = 500;

    /** What it may take beside the other tests, which use both. */
    private static final long BUSY_MS = 1_500;

    @TempDir
    Path dir;

    /** The Java that runs the tests and whatever others Debian's usual place has, 17 or later. */
    static Stream<Path> javaHomes() throws IOException {
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        Path usualPlace = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(usualPlace)) {
            return Stream.of(own);
        }
        try (Stream<Path> all = Files.list(usualPlace)) {
            List<Path> others = all.filter(home -> home.getFileName()
                            .toString()
                            .matches(".*-(1[7-9]|2[0-9])-.*(jdk|jre).*|.*(1[7-9]|2[0-9])-openjdk.*"))
                    .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                    .map(HelpIT::real)
                    .toList();
            return Stream.concat(Stream.of(own), others.stream()).distinct();
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException fault) {
            return path;
        }
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void shouldHelpWithoutAWordOnStandardError(Path javaHome) throws Exception {
        for (String command : List.of("send", "receive", "demo")) {
            try (EngineProcess help = EngineProcess.startWith(javaHome, dir, command, "--help")) {
                assertEquals(0, help.exitCode(PATIENCE), help::toString);
                assertEquals("", help.err());
                assertTrue(help.out().startsWith("Usage: uftp-engine " + command), help::toString);
            }
        }
    }

    /** As the image and the systemd units start it. */
    @Test
    void shouldHelpAtOnceWithAClassArchive() throws Exception {
        List<String> archive = ClassArchive.options();
        assertFalse(archive.isEmpty(), "no class archive");
        long fastestMs = Long.MAX_VALUE;
        int starts = 0;
        while (starts < MOST_STARTS && fastestMs >= AT_ONCE_MS) {
            starts++;
            long beganNs = System.nanoTime();
            try (EngineProcess help = EngineProcess.startWithOptions(archive, dir, "send", "--help")) {
                assertEquals(0, help.exitCode(PATIENCE), help::toString);
                fastestMs = Math.min(fastestMs, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
                assertTrue(help.out().startsWith("Usage: uftp-engine send"), help::toString);
                // A JVM that does not like an archive would say so, and be slow.
                assertEquals("", help.err());
            }
        }
        System.out.println("[start] send --help with a class archive: " + fastestMs + " ms, the best of " + starts);
        assertTrue(fastestMs < BUSY_MS, fastestMs + " ms");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void shouldLogNothingButItsOwnLines(Path javaHome) throws Exception {
        try (EngineProcess send = EngineProcess.startWith(
                javaHome,
                dir,
                "send",
                "-Y",
                "none",
                "-I",
                "no-such-if",
                "-L",
                dir.resolve("log").toString(),
                "-y",
                JAR_ITSELF)) {
            assertEquals(2, send.exitCode(PATIENCE), send::toString);
            assertEquals(1, send.err().lines().count(), send::toString);
            assertEquals("", send.out());
            String log = Files.readString(dir.resolve("log"));
            assertTrue(log.contains("key containers"), log);
        }
    }

    private static final String JAR_ITSELF = System.getProperty("uftp.engine.jar", "target/uftp-engine.jar");

    @Test
    void shouldGenerateACompletionThatBashAccepts() throws Exception {
        try (EngineProcess completion = EngineProcess.start(dir, "generate-completion")) {
            assertEquals(0, completion.exitCode(PATIENCE));
            assertTrue(completion.out().contains("--dest-is-dir"));
            Path script = Files.writeString(dir.resolve("completion"), completion.out());
            Process bash = new ProcessBuilder("bash", "-n", script.toString())
                    .redirectErrorStream(true)
                    .start();
            assertEquals("", new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
            assertEquals(0, bash.waitFor());
        }
    }
}
