package io.uftpengine.cli;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The runnable jar in a process of its own, as users start it. */
final class EngineProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(20);
    private static final String JAR = System.getProperty("uftp.engine.jar", "target/uftp-engine.jar");

    /**
     * The tests run with SIGINT ignored, as background jobs of some shells do, and what they start would inherit it: ^C would mean
     * nothing to it.
     */
    private static final boolean INTERRUPTS_IGNORED = areInterruptsIgnored();

    private final Process process;
    private final Path out;
    private final Path err;

    private EngineProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    private static boolean areInterruptsIgnored() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .map(line -> line.substring("SigIgn:".length()).strip())
                    .anyMatch(signals -> (Long.parseUnsignedLong(signals, 16) & 2) != 0);
        } catch (IOException e) {
            // Another system than Linux.
            return false;
        }
    }

    /** Starts it with the Java that runs the tests. */
    static EngineProcess start(Path directory, String... args) throws IOException {
        return startWith(Path.of(System.getProperty("java.home")), directory, args);
    }

    static EngineProcess startWith(Path javaHome, Path directory, String... args) throws IOException {
        return startIn(Map.of(), javaHome, directory, args);
    }

    /** With some more environment variables. */
    static EngineProcess startIn(Map<String, String> environment, Path javaHome, Path directory, String... args)
            throws IOException {
        return start(environment, javaHome, List.of(), directory, args);
    }

    /** With some more options for Java. */
    static EngineProcess startWithOptions(List<String> javaOptions, Path directory, String... args) throws IOException {
        return start(Map.of(), Path.of(System.getProperty("java.home")), javaOptions, directory, args);
    }

    private static EngineProcess start(
            Map<String, String> environment, Path javaHome, List<String> javaOptions, Path directory, String... args)
            throws IOException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        List<String> command = new ArrayList<>();
        if (INTERRUPTS_IGNORED) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(List.of(javaHome.resolve("bin/java").toString(), "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("UFTP_") || name.startsWith("JAVA_"));
        builder.environment().remove("JDK_JAVA_OPTIONS");
        builder.environment().putAll(environment);
        return new EngineProcess(builder.start(), out, err);
    }

    /** Options for a test's own corner of the loopback interface: free port, random group. */
    static String[] corner() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        try (DatagramSocket free = new DatagramSocket()) {
            return new String[] {
                "-I",
                "lo",
                "-p",
                Integer.toString(free.getLocalPort()),
                "-M",
                "239.255." + random.nextInt(256) + "." + random.nextInt(1, 128)
            };
        }
    }

    /** Both in one array. */
    static String[] args(String first, String[] corner, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(corner));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    String out() {
        return read(out);
    }

    String err() {
        return read(err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    EngineProcess awaitOut(String text) {
        return await(text, this::out);
    }

    EngineProcess awaitErr(String text) {
        return await(text, this::err);
    }

    private EngineProcess await(String text, Supplier<String> where) {
        try {
            Awaitility.await()
                    .atMost(START)
                    .until(() -> !process.isAlive() || where.get().contains(text));
        } catch (ConditionTimeoutException tooLate) {
            throw new AssertionError("no \"" + text + "\" within " + START + ": " + this, tooLate);
        }
        if (!where.get().contains(text)) {
            throw new AssertionError("it ended without \"" + text + "\": " + this);
        }
        return this;
    }

    /** Waits for its end; returns the exit code. */
    int exitCode(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + patience + ": " + this);
        }
        return process.exitValue();
    }

    /** Sends a signal, by its name. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (code != 0) {
            throw new AssertionError("kill failed: " + this);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public String toString() {
        return "stdout:\n" + out() + "\nstderr:\n" + err();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }
}
