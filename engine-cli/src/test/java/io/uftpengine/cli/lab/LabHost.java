package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One host of a {@link NetworkLab}: a network namespace with the interface {@code e0}.
 *
 * @param namespace the namespace's name, as {@code ip netns} knows it
 * @param index 0 for the sender's host, 1 and up for the receivers'
 */
record LabHost(String namespace, int index) {
    /** The host's address on {@code e0}. */
    String ipv4() {
        return "198.18.0." + (index + 1);
    }

    /** The host's IPv6 address on {@code e0}. */
    String ipv6() {
        return "fd18::" + Integer.toHexString(index + 1);
    }

    /** The unique ID that programs on this host are given: 0x000000C0 plus the index. */
    int uniqueId() {
        return 0xC0 + index;
    }

    /** The unique ID as command lines take it (wire facts, trap T29: with 0x). */
    String uniqueIdText() {
        return String.format("0x%08X", uniqueId());
    }

    /** True once the process has entered this namespace (before that, /proc/PID/net shows another network). */
    boolean contains(long pid) {
        try {
            Object inode = Files.getAttribute(Path.of("/run/netns", namespace), "unix:ino");
            String link =
                    Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
            return link.equals("net:[" + inode + "]");
        } catch (IOException e) {
            return false; // the process has just ended
        }
    }
}
