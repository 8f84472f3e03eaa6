package io.uftpengine.core.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Two network namespaces joined by a virtual cable, {@code e0} to {@code e0}; nothing leads out of them. Needs root; names
 * carry the process ID, so that tests run side by side.
 */
final class TwoHosts {
    private static final long MAX_SECONDS = 60;

    final String one;
    final String two;

    /** A process in a namespace with what it said so far. */
    record Running(Process process, List<String> lines) implements AutoCloseable {
        void await(String start) {
            Awaitility.await("a line starting with " + start)
                    .atMost(MAX_SECONDS, TimeUnit.SECONDS)
                    .until(() -> lines.stream().anyMatch(l -> l.startsWith(start)) || !process.isAlive());
            if (lines.stream().noneMatch(l -> l.startsWith(start))) {
                throw new AssertionError("ended without '" + start + "': " + lines);
            }
        }

        String line(String start) {
            await(start);
            return lines.stream().filter(l -> l.startsWith(start)).findFirst().orElseThrow();
        }

        @Override
        public void close() {
            process.destroy();
        }
    }

    TwoHosts() throws Exception {
        String prefix = "uft" + ProcessHandle.current().pid();
        one = prefix + "a";
        two = prefix + "b";
        run("ip", "netns", "add", one);
        run("ip", "netns", "add", two);
        run("ip", "-n", one, "link", "set", "lo", "up");
        run("ip", "-n", two, "link", "set", "lo", "up");
        plug();
    }

    /** Why namespaces cannot be used here, or null. */
    static String obstacle() {
        try {
            String probe = "uftprobe" + ProcessHandle.current().pid();
            run("ip", "netns", "add", probe);
            run("ip", "netns", "del", probe);
            return null;
        } catch (IOException | AssertionError e) {
            return "network namespaces need root and the ip command: " + e.getMessage();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }

    /** Makes the cable, or a new one with other interface indices. */
    void plug() throws Exception {
        run("ip", "link", "add", "e0", "netns", one, "type", "veth", "peer", "name", "e0", "netns", two);
        address(one, 1);
        address(two, 2);
    }

    /** Takes the cable away with both its ends. */
    void unplug() throws Exception {
        run("ip", "-n", one, "link", "del", "e0");
    }

    void up(String host) throws Exception {
        run("ip", "-n", host, "link", "set", "e0", "up");
    }

    void down(String host) throws Exception {
        run("ip", "-n", host, "link", "set", "e0", "down");
    }

    private static void address(String host, int number) throws Exception {
        run("ip", "-n", host, "addr", "add", "198.18.77." + number + "/24", "dev", "e0");
        run("ip", "-n", host, "addr", "add", "fd18:77::" + number + "/64", "dev", "e0", "nodad");
        run("ip", "-n", host, "link", "set", "e0", "addrgenmode", "none");
        run("ip", "-n", host, "link", "set", "e0", "up");
    }

    /** Starts a {@link TransferProcess}. */
    Running java(String host, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", host));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), TransferProcess.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = new CopyOnWriteArrayList<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException e) {
                lines.add(e.toString());
            }
        });
        reader.setDaemon(true);
        reader.start();
        return new Running(process, lines);
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said.trim());
        }
        return said;
    }

    /** Removes both. */
    void remove() throws Exception {
        run("ip", "netns", "del", one);
        run("ip", "netns", "del", two);
    }
}
