package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of namespaces of its own: a bridge, one sender host (0) and receiver hosts (1 and up); see {@code net.sh}.
 *
 * <p>Names start with this process's ID, so that builds can run side by side and leftovers of dead ones are recognised.
 */
final class NetworkLab implements AutoCloseable {
    private static final Pattern OWN_NAMESPACE = Pattern.compile("^l(\\d+)([a-z]+)sw\\b.*");
    private static final long SCRIPT_TIMEOUT_SECONDS = 30;
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String prefix;
    private final List<LabHost> hosts;
    private final Thread cleaner = new Thread(this::remove, "lab-cleaner");

    private NetworkLab(String prefix, int receivers) {
        this.prefix = prefix;
        List<LabHost> all = new ArrayList<>();
        for (int i = 0; i <= receivers; i++) {
            all.add(new LabHost(prefix + i, i));
        }
        hosts = List.copyOf(all);
    }

    /** Builds a network with that many receiver hosts. */
    static NetworkLab up(int receivers) {
        removeLeftovers();
        String prefix = "l" + ProcessHandle.current().pid() + (char) ('a' + COUNT.getAndIncrement() % 26);
        NetworkLab lab = new NetworkLab(prefix, receivers);
        script("down", prefix);
        Runtime.getRuntime().addShutdownHook(lab.cleaner);
        script("up", Integer.toString(receivers), prefix);
        return lab;
    }

    LabHost sender() {
        return hosts.get(0);
    }

    /** Receiver host {@code index}, from 1. */
    LabHost receiver(int index) {
        if (index < 1) {
            throw new IllegalArgumentException("receiver hosts start at 1");
        }
        return hosts.get(index);
    }

    /** The namespace of the bridge, where every datagram can be seen. */
    String bridgeNamespace() {
        return prefix + "sw";
    }

    /** Drops that share of the session's datagrams that arrive at the host; 0 ends it. */
    void loss(LabHost host, int permille) {
        script("loss", host.namespace(), Integer.toString(permille));
    }

    /** Drops that share of the datagrams with this function byte that arrive at the host. */
    void drop(LabHost host, int function, int permille) {
        script("drop", host.namespace(), Integer.toString(function), Integer.toString(permille));
    }

    /** Drops the first {@code count} datagrams with this function byte that arrive at the host. */
    void dropFirst(LabHost host, int function, int count) {
        script("drop", host.namespace(), Integer.toString(function), "first:" + count);
    }

    /** Drops that share of the datagrams with this function byte that arrive at the host and have at most so many bytes of UDP. */
    void dropShort(LabHost host, int function, int atMostBytes, int permille) {
        script("drop", host.namespace(), Integer.toString(function), permille + ":" + atMostBytes);
    }

    /** Ends every loss and drop. */
    void heal() {
        for (LabHost host : hosts) {
            script("loss", host.namespace(), "0");
            script("undrop", host.namespace());
        }
    }

    /** Limits what a host sends, by a token bucket; 0 ends it. */
    void rate(LabHost host, int megabitPerSecond) {
        script("rate", host.namespace(), Integer.toString(megabitPerSecond));
    }

    /** Limits what reaches a host, by a token bucket; 0 ends it. */
    void intake(LabHost host, int megabitPerSecond) {
        script("intake", host.namespace(), Integer.toString(megabitPerSecond));
    }

    /** Holds everything that arrives at a host so long; 0 ends it. */
    void delay(LabHost host, int milliseconds) {
        script("delay", host.namespace(), Integer.toString(milliseconds));
    }

    /** How many datagrams each rule at the host has taken: {@code loss} or {@code function-N}. */
    Map<String, Long> dropped(LabHost host) {
        return numbers(script("dropped", host.namespace()));
    }

    /** Lets programs on a host send in the name of others; what is sent to those names from there does not leave the host. */
    void pretend(LabHost host, LabHost... others) {
        List<String> arguments = new ArrayList<>(List.of("pretend", host.namespace()));
        for (LabHost other : others) {
            arguments.add(other.ipv4());
        }
        script(arguments.toArray(new String[0]));
    }

    /** Starts counting, from zero, the datagrams to the session's port that the host puts on the wire. */
    void countSent(LabHost host) {
        script("count", host.namespace());
    }

    /** Datagrams and bytes of UDP payload that the host has put on the wire since {@link #countSent}; fragments not reckoned. */
    Sent sent(LabHost host) {
        Map<String, Long> counted = numbers(script("counted", host.namespace()));
        return new Sent(counted.get("datagrams"), counted.get("payload"));
    }

    /** What a host has sent. */
    record Sent(long datagrams, long payloadBytes) {}

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(cleaner);
        remove();
    }

    private void remove() {
        script("down", prefix);
    }

    private static void removeLeftovers() {
        for (String line : run(List.of("ip", "netns", "list")).split("\n")) {
            Matcher own = OWN_NAMESPACE.matcher(line);
            if (own.matches() && ProcessHandle.of(Long.parseLong(own.group(1))).isEmpty()) {
                script("down", "l" + own.group(1) + own.group(2));
            }
        }
    }

    private static Map<String, Long> numbers(String text) {
        Map<String, Long> numbers = new HashMap<>();
        for (String line : text.split("\n")) {
            String[] words = line.trim().split(" ");
            if (words.length == 2) {
                numbers.put(words[0], Long.parseLong(words[1]));
            }
        }
        return numbers;
    }

    private static String script(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add("bash");
        command.add(LabSettings.scripts().resolve("net.sh").toString());
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(SCRIPT_TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
            }
            return output;
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command) + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + command, e);
        }
    }
}
