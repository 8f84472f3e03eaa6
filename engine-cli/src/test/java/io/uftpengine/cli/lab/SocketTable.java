package io.uftpengine.cli.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** The sockets and multicast memberships of the namespace that a process is in, read from /proc. */
final class SocketTable {
    private final Path net;

    SocketTable(long pid) {
        net = Path.of("/proc/" + pid + "/net");
    }

    /** True when some UDP socket of the namespace is bound to the port. */
    boolean isBound(int port) {
        String suffix = String.format(":%04X", port);
        return lines("udp").stream().anyMatch(line -> localAddress(line).endsWith(suffix))
                || lines("udp6").stream().anyMatch(line -> localAddress(line).endsWith(suffix));
    }

    /** True when an interface other than lo of the namespace has joined the group. */
    boolean hasJoined(String group) {
        byte[] address = literal(group);
        if (address.length == 16) {
            String hex = HexFormat.of().formatHex(address);
            return lines("igmp6").stream().anyMatch(line -> line.contains(" e0 ") && line.contains(hex));
        }
        // The kernel prints the four bytes as a little-endian number.
        String hex = String.format("%02X%02X%02X%02X", address[3], address[2], address[1], address[0]);
        return lines("igmp").stream()
                .anyMatch(line -> line.trim().toUpperCase(Locale.ROOT).startsWith(hex));
    }

    /** How many datagrams the namespace has dropped because a UDP socket's buffer was full. */
    long overruns() {
        List<String> udp =
                lines("snmp").stream().filter(line -> line.startsWith("Udp:")).toList();
        if (udp.size() != 2) {
            return 0;
        }
        List<String> names = List.of(udp.get(0).split(" "));
        return Long.parseLong(udp.get(1).split(" ")[names.indexOf("RcvbufErrors")]);
    }

    /** How many IPv4 groups the namespace's interfaces have joined. */
    int joinedGroups() {
        return (int) lines("igmp").stream()
                .filter(line -> line.startsWith("\t\t\t\t"))
                .count();
    }

    private static String localAddress(String line) {
        String[] words = line.trim().split("\\s+");
        return words.length > 1 ? words[1] : "";
    }

    private static byte[] literal(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (IOException e) {
            throw new IllegalArgumentException(address + " is no address", e);
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(net.resolve(file));
        } catch (IOException e) {
            return List.of(); // the process has ended
        }
    }
}
