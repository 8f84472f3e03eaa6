package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a process of its own can show. */
@EnabledOnOs(OS.LINUX)
class StorageProcessTest {
    @TempDir
    Path destination;

    @Test
    void shouldSweepAfterAKillButNeverTheFilesOfTheLiving() throws Exception {
        Process dead = start(StorageProcess.command("hang", destination));
        Process alive = null;
        try {
            assertEquals("ready 0", firstLine(dead));
            alive = start(StorageProcess.command("hang", destination));
            assertEquals("ready 0", firstLine(alive));
            assertEquals(4, StorageFixture.leftovers(destination).size());
            Files.createDirectory(destination.resolve(PathPolicy.RESERVED_PREFIX + "not-ours.tmp"));
            dead.destroyForcibly().waitFor();

            try (ReceiverStorage storage = StorageFixture.storage(destination)) {
                assertEquals(2, storage.sweepStalePartials());
                assertEquals(0, storage.sweepStalePartials());
            }
            assertEquals(3, StorageFixture.leftovers(destination).size());
            assertEquals("whole", Files.readString(destination.resolve("done")));
        } finally {
            dead.destroyForcibly().waitFor();
            if (alive != null) {
                alive.destroyForcibly().waitFor();
            }
        }
        try (ReceiverStorage storage = StorageFixture.storage(destination)) {
            assertEquals(2, storage.sweepStalePartials());
        }
        assertEquals(1, StorageFixture.leftovers(destination).size());
        try (Stream<Path> entries = Files.list(destination)) {
            assertFalse(entries.anyMatch(path -> path.toString().endsWith(".lock")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void shouldKeepNamesByteForByteInAnyLocale(String locale) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(StorageProcess.command("names", destination));
        builder.environment().put("LC_ALL", locale);
        List<String> said = run(builder);
        assertEquals(List.of("received", "received", "68c3a92fe4b8ad", "6cc3a9.68.c3.a9.2f.e4.b8.ad", "ff783f"), said);
    }

    @Test
    void shouldSayThatTheDiskIsFull() throws Exception {
        List<String> said = runWithMount("fill", destination, "size=600k");
        assertEquals("NO_SPACE", said.get(0));
        assertEquals(
                "cannot write 'small' in " + destination + ": no space left on the device; "
                        + "free some space or choose another destination directory",
                said.get(1));
        assertEquals("left []", said.get(2));
    }

    @Test
    void shouldLeaveNoJournalBehindWhenTheDiskIsTooFullForIt() throws Exception {
        List<String> said = runWithMount("journal", destination, "size=64k");
        assertEquals(List.of("NO_SPACE", "NO_SPACE", "[hog]", "true", "[f]"), said);
    }

    @Test
    void shouldReceiveBelowAMountPoint() throws Exception {
        Path mount = Files.createDirectory(destination.resolve("mnt"));
        List<String> said = runWithMount("mounted", mount, "size=4m");
        String made = new OpenResult.Finished(CompletionKind.NORMAL, -1).toString();
        String skipped = new OpenResult.Finished(CompletionKind.SKIPPED, -1).toString();
        assertEquals(List.of("true", made, skipped, made, made, "x", "[]"), said);
        assertEquals(List.of(), StorageFixture.leftovers(destination));
    }

    @Test
    void shouldSayThatTheDiskIsReadOnly() throws Exception {
        List<String> said = runWithMount("readonly", destination, "ro");
        String reason = "cannot create 'a/f' in " + destination + ": the file system is read-only; "
                + "remount it writable or choose another destination directory";
        assertEquals(
                List.of(
                        "destination directory " + destination
                                + " is not writable; grant this user access or choose another (-D)",
                        reason,
                        reason),
                said);
    }

    /** Runs a task with a small disk mounted for it alone. */
    private List<String> runWithMount(String task, Path mountPoint, String options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o " + options + " none \"$0\" || exit 77; exec \"$@\"",
                mountPoint.toString()));
        command.addAll(StorageProcess.command(task, destination));
        Process process = start(new ProcessBuilder(command).redirectErrorStream(true));
        List<String> said = lines(process);
        boolean canMount = process.exitValue() != 77 && said.stream().noneMatch(line -> line.startsWith("unshare:"));
        Assumptions.assumeTrue(canMount, "needs root to mount a small disk");
        assertEquals(0, process.exitValue(), String.join("\n", said));
        return said;
    }

    private static Process start(List<String> command) throws IOException {
        return start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        // Inherited options would print a line of their own.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        return builder.start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new java.io.InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .readLine();
    }

    private static List<String> run(ProcessBuilder builder) throws Exception {
        Process process = start(builder.redirectError(ProcessBuilder.Redirect.INHERIT));
        List<String> said = lines(process);
        assertEquals(0, process.exitValue(), String.join("\n", said));
        return said;
    }

    private static List<String> lines(Process process) throws Exception {
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return lines;
    }
}
