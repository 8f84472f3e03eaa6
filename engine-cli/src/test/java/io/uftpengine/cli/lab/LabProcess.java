package io.uftpengine.cli.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program in a namespace, with its output in files. Closing it ends it, first with TERM, then with KILL. */
final class LabProcess implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(3);
    private static final int TAIL_BYTES = 1500;

    private final String name;
    private final Process process;
    private final LabHost host;
    private final Path stdout;
    private final Path stderr;
    private final CompletableFuture<Instant> ended;
    private long residentPeakKib;

    private LabProcess(String name, Process process, LabHost host, Path stdout, Path stderr) {
        this.name = name;
        this.process = process;
        this.host = host;
        this.stdout = stdout;
        this.stderr = stderr;
        this.ended = process.onExit().thenApply(end -> Instant.now());
    }

    /** Starts a program in the namespace of a host; its output goes to {@code NAME.out} and {@code NAME.err}. */
    static LabProcess start(LabHost host, Path directory, String name, List<String> command) throws IOException {
        Path stdout = directory.resolve(name + ".out");
        Path stderr = directory.resolve(name + ".err");
        List<String> full = new ArrayList<>(List.of("ip", "netns", "exec", host.namespace()));
        // A build in the background ignores ^C, and its children would inherit that.
        full.addAll(List.of("env", "--default-signal=INT,TERM,HUP"));
        full.addAll(command);
        Files.writeString(directory.resolve(name + ".cmd"), String.join(" ", full) + "\n");
        Process process = new ProcessBuilder(full)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        return new LabProcess(name, process, host, stdout, stderr);
    }

    LabHost host() {
        return host;
    }

    /** The program's own process ID: {@code ip netns exec} and {@code env} replace themselves by it. */
    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Everything printed so far to stdout. */
    String stdout() throws IOException {
        return Files.readString(stdout, StandardCharsets.ISO_8859_1);
    }

    /** Everything printed so far to stderr. */
    String stderr() throws IOException {
        return Files.readString(stderr, StandardCharsets.ISO_8859_1);
    }

    /** Waits for the end; the exit code, or an error with the end of the program's output when it takes longer. */
    int waitFor(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            sampleMemory();
            if (System.nanoTime() > deadline) {
                throw new AssertionError(name + " is still running after " + atMost + "\n" + tail());
            }
        }
        return process.exitValue();
    }

    /** When the program ended; it must have. */
    Instant endedAt() throws InterruptedException {
        try {
            return ended.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(name + " has not ended", e);
        }
    }

    /** Sends a signal by name: INT, TERM, KILL, STOP, CONT. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
    }

    /** The highest resident set seen so far, in KiB; read it while the program runs, or after {@link #waitFor}. */
    long residentPeakKib() {
        sampleMemory();
        return residentPeakKib;
    }

    /** How many descriptors the program has open. */
    int openDescriptors() {
        String[] open = Path.of("/proc/" + pid() + "/fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    /** How many datagrams the program's namespace has lost because its socket buffer was full. */
    long overruns() {
        return new SocketTable(pid()).overruns();
    }

    /** How many groups the program's namespace has joined on its interfaces. */
    int joinedGroups() {
        return new SocketTable(pid()).joinedGroups();
    }

    /** Waits until the program is bound to the port and has joined the group (null: none). */
    void awaitListening(int port, String group) {
        SocketTable sockets = new SocketTable(pid());
        await(name + " listens on " + port + (group == null ? "" : " and has joined " + group))
                .pollInterval(POLL)
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofSeconds(20))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError(name + " ended with " + process.exitValue() + "\n" + tail());
                    }
                    return host.contains(pid()) && sockets.isBound(port) && (group == null || sockets.hasJoined(group));
                });
    }

    /** The end of what it printed, for messages. */
    String tail() {
        return "--- " + name + " stdout\n" + tail(stdout) + "--- " + name + " stderr\n" + tail(stderr);
    }

    @Override
    public void close() {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void sampleMemory() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid() + "/status"))) {
                if (line.startsWith("VmHWM:")) {
                    residentPeakKib = Math.max(residentPeakKib, Long.parseLong(line.replaceAll("\\D", "")));
                }
            }
        } catch (IOException e) {
            // It has ended: what was seen before counts.
        }
    }

    private static String tail(Path file) {
        try {
            byte[] all = Files.readAllBytes(file);
            int from = Math.max(0, all.length - TAIL_BYTES);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(unreadable: " + e.getMessage() + ")\n";
        }
    }
}
