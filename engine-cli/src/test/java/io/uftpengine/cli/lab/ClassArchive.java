package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A class-data archive of the engine's jar, as the image and the systemd units have one: the hundreds of processes that the lab starts need
 * a third less of the processor for their start. Made by the test process that needs it first, of the engine's demo, and used by all.
 */
public final class ClassArchive {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private ClassArchive() {}

    /** What a {@code java} of the tests' own kind is given besides the jar; nothing where no archive can be made. */
    public static List<String> options() {
        return Made.OPTIONS;
    }

    private static final class Made {
        static final List<String> OPTIONS = make();
    }

    private static List<String> make() {
        Path jar = LabSettings.engineJar();
        try {
            Path directory = Files.createDirectories(LabSettings.logs());
            // Another build of the jar, or another Java, has another archive: a JVM refuses one that is not of its jar.
            Path archive = directory.resolve("classes-" + Runtime.version() + "-" + Files.size(jar) + "-"
                    + Files.getLastModifiedTime(jar).toMillis() + ".jsa");
            try (FileChannel lock = FileChannel.open(
                    directory.resolve("classes.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                return Files.exists(archive) || record(jar, archive)
                        // What a JVM says of an archive that it does not like would stand in the output under test.
                        ? List.of("-Xlog:disable", "-Xlog:all=error:stderr", "-XX:SharedArchiveFile=" + archive)
                        : List.of();
            }
        } catch (IOException e) {
            System.out.println("lab: no class-data archive: " + e);
            return List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private static boolean record(Path jar, Path archive) throws IOException, InterruptedException {
        Path part = archive.resolveSibling("classes.part");
        Files.deleteIfExists(part);
        List<String> command = new ArrayList<>(List.of(LabSettings.java(), Program.ENGINE_HEAP, "-XX:+UseSerialGC"));
        command.addAll(List.of(Program.COLD, "-Xlog:disable", "-Xlog:all=error:stderr"));
        // What C2 was kept from would stand in the archive as never to be compiled.
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + part,
                "-jar",
                jar.toString(),
                "demo",
                "--no-progress"));
        CommandOutput demo = CommandOutput.of(TIMEOUT, command);
        if (demo.exitCode() != 0 || !Files.exists(part)) {
            System.out.println("lab: no class-data archive: demo ended with " + demo.exitCode() + "\n" + demo.text());
            return false;
        }
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        return true;
    }
}
