package io.uftpengine.cli.lab;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code tcpdump} at the bridge of a network, where every datagram of every host passes once. */
final class Capture implements AutoCloseable {
    /**
     * Everything but FILESEG (function 9, the second byte of the UDP payload; wire facts 3), or what is sealed (18) and long enough to be
     * one, and of those one in 64, by the low bits of the sequence number: what can be looked at after every session.
     * {@code udp[…]} is IPv4's alone.
     */
    static final String SAMPLE = "udp port 1044 and"
            + " ((ip and ((udp[9] != 9 and (udp[9] != 18 or udp[4:2] < 500)) or udp[11] & 0x3f == 0))"
            + " or (ip6 and ((ip6[49] != 9 and (ip6[49] != 18 or ip6[44:2] < 500)) or ip6[51] & 0x3f == 0)))";

    /** Everything of the session's port. */
    static final String ALL = "udp port 1044";

    /** Some seven thousand packets; the kernel clears it for every capture, a quarter of a gigabyte in 0.1 to 0.3 s. */
    private static final String BUFFER_KIB = "65536";
    /**
     * Bytes of a packet, of which each has a place of that size in the buffer: more than the largest that crosses the bridge, where
     * nothing crosses in slabs ({@code net.sh gso}).
     */
    private static final String SNAP_LENGTH = "9216";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofMillis(150);
    private static final Pattern DROPPED = Pattern.compile("(\\d+) packets? dropped by kernel");

    private final LabProcess process;
    private final Path file;

    private Capture(LabProcess process, Path file) {
        this.process = process;
        this.file = file;
    }

    /** Starts capturing into {@code NAME.pcap} and waits until it does. */
    static Capture start(NetworkLab lab, Path directory, String name, String filter) throws IOException {
        return start(lab, directory, name, List.of("-i", "br0"), filter);
    }

    /** Captures only what one host puts on the wire: what others send in its name is not in it. */
    static Capture tap(NetworkLab lab, Path directory, String name, LabHost host) throws IOException {
        return start(lab, directory, name, List.of("-i", "p" + host.index(), "-Q", "in"), ALL);
    }

    private static Capture start(NetworkLab lab, Path directory, String name, List<String> where, String filter)
            throws IOException {
        Path file = directory.resolve(name + ".pcap");
        List<String> command = new ArrayList<>(List.of("tcpdump"));
        command.addAll(where);
        command.addAll(
                List.of("-s", SNAP_LENGTH, "-B", BUFFER_KIB, "-U", "--immediate-mode", "-w", file.toString(), filter));
        Capture capture =
                new Capture(LabProcess.start(new LabHost(lab.bridgeNamespace(), 0), directory, name, command), file);
        await("tcpdump listens")
                .pollInterval(Duration.ofMillis(10))
                .atMost(TIMEOUT)
                .until(() -> capture.process.stderr().contains("listening on"));
        return capture;
    }

    /** The file, which grows while the capture runs. */
    Path file() {
        return file;
    }

    /** What has been captured so far. */
    List<Pcap.Datagram> soFar() throws IOException {
        return Pcap.read(file);
    }

    /**
     * Ends the capture once nothing more comes in: an interrupted {@code tcpdump} forgets what it has not read. Fails when the kernel
     * dropped anything, because then nothing can be concluded from it.
     */
    Path stop() throws IOException, InterruptedException {
        await("nothing more is captured")
                .pollInterval(SETTLE)
                .atMost(TIMEOUT)
                .until(() -> Files.size(file), new Unchanged());
        process.signal("INT");
        process.waitFor(TIMEOUT);
        Matcher dropped = DROPPED.matcher(process.stderr());
        if (!dropped.find() || !dropped.group(1).equals("0")) {
            throw new AssertionError("the capture is not complete:\n" + process.tail());
        }
        return file;
    }

    @Override
    public void close() {
        process.close();
    }

    /** True when a value is the same as the time before. */
    private static final class Unchanged implements Predicate<Long> {
        private long before = -1;

        @Override
        public boolean test(Long now) {
            boolean unchanged = now == before;
            before = now;
            return unchanged;
        }
    }
}
