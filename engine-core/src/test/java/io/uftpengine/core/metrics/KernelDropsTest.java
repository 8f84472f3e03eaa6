package io.uftpengine.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel's table is read by the sockets' inodes, and whatever is in it does no harm. */
class KernelDropsTest {
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid"
                    + "  timeout inode ref pointer drops             \n";

    @TempDir
    Path proc;

    @BeforeEach
    void makeTables() throws IOException {
        Files.createDirectories(proc.resolve("self/fd"));
        Files.createDirectories(proc.resolve("net"));
        Files.createSymbolicLink(proc.resolve("self/fd/7"), Path.of("socket:[4711]"));
        Files.createSymbolicLink(proc.resolve("self/fd/8"), Path.of("socket:[4712]"));
        Files.createSymbolicLink(proc.resolve("self/fd/9"), Path.of("pipe:[4713]"));
    }

    private static String row(int inode, String drops) {
        return "  414: 00000000:0414 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 " + inode
                + " 2 0000000000000000 " + drops + "          \n";
    }

    private void write(String table, String... rows) throws IOException {
        Files.writeString(proc.resolve("net").resolve(table), HEAD + String.join("", rows));
    }

    @Test
    void shouldAddUpItsOwnSocketsOnly() throws IOException {
        write("udp", row(4711, "5"), row(1000, "70"));
        write("udp6", row(4712, "6"));
        KernelDrops drops = new KernelDrops(proc, 7, 8);
        assertEquals(11, drops.total());
        write("udp", row(4711, "9"));
        assertEquals(15, drops.total());
    }

    @Test
    void shouldKeepTheNumberOfASocketThatIsClosed() throws IOException {
        write("udp", row(4711, "5"));
        KernelDrops drops = new KernelDrops(proc, 7);
        assertEquals(5, drops.total());
        Files.delete(proc.resolve("self/fd/7"));
        write("udp");
        assertEquals(5, drops.total());
    }

    @Test
    void shouldCountNothingWhereThereIsNothingToCount() throws IOException {
        assertEquals(0, new KernelDrops(proc, 7).total(), "no tables");
        write("udp", row(4711, "5"));
        assertEquals(0, new KernelDrops(proc).total(), "no sockets");
        assertEquals(0, new KernelDrops(proc, 9, 10).total(), "a pipe, and nothing");
        write("udp", row(4711, "many"), "4711 4711\n", "\n");
        assertEquals(0, new KernelDrops(proc, 7).total(), "no number");
    }
}
