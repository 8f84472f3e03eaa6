package io.uftpengine.core.metrics;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What Linux threw away of datagrams that were on their way to a socket, most of all because its receive buffer was full. The
 * kernel counts it for each socket, and tells it by the socket's inode in /proc/net/udp and udp6. Zero elsewhere.
 */
final class KernelDrops {
    /** A line without this many columns is the head line, or none that we know. */
    private static final int COLUMNS = 13;

    private static final int INODE_COLUMN = 9;
    private static final int DROPS_COLUMN = 12;
    private static final String LINK_BEGIN = "socket:[";

    private final Path proc;

    /** Inodes of one role's sockets and what each has lost so far. */
    private final Map<String, Long> dropsByInode = new HashMap<>();

    /** @param descriptors open sockets of this process */
    KernelDrops(int... descriptors) {
        this(Path.of("/proc"), descriptors);
    }

    /** With another directory, for tests. */
    KernelDrops(Path proc, int... descriptors) {
        this.proc = proc;
        for (int descriptor : descriptors) {
            String inode = inodeOf(descriptor);
            if (inode != null) {
                // Now, because the descriptor's number is somebody else's once the socket is closed.
                dropsByInode.put(inode, 0L);
            }
        }
    }

    private String inodeOf(int descriptor) {
        try {
            String link = Files.readSymbolicLink(proc.resolve("self/fd/" + descriptor))
                    .toString();
            return link.startsWith(LINK_BEGIN) ? link.substring(LINK_BEGIN.length(), link.length() - 1) : null;
        } catch (IOException | UnsupportedOperationException e) {
            // Not Linux.
            return null;
        }
    }

    /** Datagrams lost so far. A socket that is closed keeps the number of the last call. */
    synchronized long total() {
        if (!dropsByInode.isEmpty()) {
            read("net/udp");
            read("net/udp6");
        }
        return dropsByInode.values().stream().mapToLong(Long::longValue).sum();
    }

    private void read(String table) {
        try (BufferedReader lines = Files.newBufferedReader(proc.resolve(table), StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.trim().split("\\s+", -1);
                if (columns.length >= COLUMNS && dropsByInode.containsKey(columns[INODE_COLUMN])) {
                    dropsByInode.merge(columns[INODE_COLUMN], dropsIn(columns), Math::max);
                }
            }
        } catch (IOException e) {
            // No such family, or no /proc: what was known stays.
            return;
        }
    }

    private static long dropsIn(String... columns) {
        try {
            return Long.parseLong(columns[DROPS_COLUMN]);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
