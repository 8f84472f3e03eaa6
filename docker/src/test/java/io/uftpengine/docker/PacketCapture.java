package io.uftpengine.docker;

/** What arrives at a rig's interface, before any of it is held up or lost, as tcpdump sees it. */
final class PacketCapture {
    private static final String FILE = "/tmp/capture.pcap";

    /** @param bytes of whole IP packets; @param seconds from the first to the last */
    record Totals(long packets, long bytes, double seconds) {}

    private final Node node;

    private PacketCapture(Node node) {
        this.node = node;
    }

    /** Starts to capture what the filter lets through. */
    static PacketCapture start(Node node, String filter) {
        // The headers are enough; tcpdump says on stderr that it has begun. Unbuffered: it says its totals before it
        // writes the rest.
        node.run(
                "sh",
                "-c",
                "tcpdump -i eth0 -Z root -s 64 -U -B 16384 -w " + FILE + " '" + filter
                        + "' 2>/tmp/capture.log & echo $! >/tmp/capture.pid;"
                        + " for i in $(seq 100); do grep -q '^tcpdump: listening' /tmp/capture.log && exit 0; sleep 0.05; done;"
                        + " cat /tmp/capture.log; exit 1");
        return new PacketCapture(node);
    }

    /** Ends the capture and adds it up. Fails when tcpdump missed packets. */
    Totals end() {
        node.run(
                "sh",
                "-c",
                "kill -INT $(cat /tmp/capture.pid); for i in $(seq 100); do grep -q 'dropped by kernel' /tmp/capture.log && break; sleep 0.05; done;"
                        + " grep -q '^0 packets dropped by kernel' /tmp/capture.log");
        // -v prints "…, length N)" of the IP packet in parentheses after the time stamp.
        String[] totals = node.run(
                        "sh",
                        "-c",
                        "tcpdump -r " + FILE + " -tt -nn -v 2>/dev/null | awk '"
                                + "/^[0-9.]+ IP /{ if (!n++) first = $1; last = $1; match($0, /length [0-9]+/); b += substr($0, RSTART + 7, RLENGTH - 7) }"
                                + " END { printf \"%d %d %.3f\", n, b, last - first }'")
                .split(" ");
        return new Totals(Long.parseLong(totals[0]), Long.parseLong(totals[1]), Double.parseDouble(totals[2]));
    }
}
