package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.storage.SourceItem.SourceEntry;
import io.uftpengine.core.storage.SourceItem.SourceProblem;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shapes of names were compared with those that reach the reference receiver from the reference sender. */
class SourceTreeTest {
    @TempDir
    Path base;

    private Path dir;

    @BeforeEach
    void makeTree() throws IOException {
        dir = Files.createDirectories(base.resolve("src/dir"));
        Files.writeString(dir.resolve("a"), "12345");
        Files.createDirectory(dir.resolve("empty"));
        Files.createDirectory(dir.resolve("sub"));
        Files.writeString(dir.resolve("sub/b"), "");
        Files.createSymbolicLink(dir.resolve("ln"), Path.of("sub/b"));
    }

    @Test
    void shouldNameWhatIsInADirectoryBelowTheDirectorysName() {
        assertEquals(
                List.of("FILE dir/a 5", "DIRECTORY dir/empty 0", "SYMLINK dir/ln 0 -> sub/b", "FILE dir/sub/b 0"),
                walk(false, dir));
        assertEquals(List.of("FILE sub/b 0"), walk(false, base.resolve("src/dir/sub/")));
    }

    @Test
    void shouldNameAFileWithoutItsDirectories() {
        assertEquals(
                List.of("FILE b 0", "FILE a 5", "DIRECTORY empty 0"),
                walk(false, dir.resolve("sub/b"), dir.resolve("sub/../a"), dir.resolve("empty")));
    }

    @Test
    void shouldSendTheContentOfDotWithoutADirectory() {
        assertEquals("FILE a 5", walk(false, dir.resolve(".")).get(0));
        assertEquals("FILE dir/a 5", walk(false, dir.resolve("sub/..")).get(0));
    }

    @Test
    void shouldFollowLinksOnlyWhenTold() throws IOException {
        Path link = Files.createSymbolicLink(base.resolve("linked"), dir);
        assertEquals(List.of("SYMLINK linked 0 -> " + dir), walk(false, link));
        assertEquals(
                List.of("FILE linked/a 5", "DIRECTORY linked/empty 0", "FILE linked/ln 0", "FILE linked/sub/b 0"),
                walk(true, link));
    }

    @Test
    void shouldNotWalkInCircles() throws IOException {
        Files.createSymbolicLink(dir.resolve("sub/loop"), Path.of(".."));
        List<String> found = walk(true, dir);
        assertEquals(5, found.size());
        assertTrue(found.get(4).startsWith("PROBLEM dir/sub/loop"), found.toString());
    }

    @Test
    void shouldReportWhatCannotBeSentAndGoOn() throws Exception {
        Path fifo = base.resolve("fifo");
        Assumptions.assumeTrue(
                new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0);
        Path dangling = Files.createSymbolicLink(base.resolve("dangling"), Path.of("nowhere"));
        List<String> found = walk(true, base.resolve("missing"), fifo, dangling, dir.resolve("a"));
        assertEquals(4, found.size());
        assertTrue(found.get(0).matches("PROBLEM missing cannot send '.*/missing': no such file or directory; .*"));
        assertTrue(found.get(1).contains("special file"), found.get(1));
        assertTrue(found.get(2).contains("no such file"), found.get(2));
        assertEquals("FILE a 5", found.get(3));
        // Unfollowed, a link to nowhere is just a link.
        assertEquals(List.of("SYMLINK dangling 0 -> nowhere"), walk(false, dangling));
    }

    @Test
    void shouldReportSocketsAsSpecialFiles() throws IOException {
        Path socket = base.resolve("socket");
        try (ServerSocketChannel channel = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            channel.bind(java.net.UnixDomainSocketAddress.of(socket));
            assertTrue(walk(false, socket).get(0).contains("special file"));
        }
    }

    @Test
    void shouldReportNamesThatDoNotFitTheProtocol() throws IOException {
        Path deep = Files.createDirectories(base.resolve("d".repeat(99) + "/" + "e".repeat(99)));
        Files.createFile(deep.resolve("f".repeat(99)));
        Files.createFile(deep.resolve("f".repeat(100)));
        Files.createSymbolicLink(deep.resolve("l".repeat(98)), Path.of("xx"));
        Files.createSymbolicLink(deep.resolve("l".repeat(97)), Path.of("yyy"));
        Files.createSymbolicLink(deep.resolve("l".repeat(96)), Path.of("yyyyy"));
        List<String> found = walk(false, base.resolve("d".repeat(99)));
        assertEquals(5, found.size());
        assertTrue(found.get(0).startsWith("FILE"), "299 bytes");
        assertTrue(found.get(1).startsWith("PROBLEM") && found.get(1).contains("300 bytes"), found.get(1));
        assertTrue(found.get(2).startsWith("PROBLEM"), "296 + 5");
        assertTrue(found.get(3).startsWith("SYMLINK"), "297 + 3");
        assertTrue(found.get(4).startsWith("SYMLINK"), "298 + 2");
    }

    @Test
    void shouldGiveModificationTimesInWholeSeconds() throws Exception {
        Files.setLastModifiedTime(dir.resolve("a"), FileTime.fromMillis(1_000_000_999));
        assertEquals(1_000_000, entry(dir.resolve("a")).modifiedSeconds());
        // Java cannot set half a second before 1970.
        Assumptions.assumeTrue(
                new ProcessBuilder("touch", "-d", "@-1.5", dir.resolve("sub/b").toString())
                                .start()
                                .waitFor()
                        == 0);
        assertEquals(-2, entry(dir.resolve("sub/b")).modifiedSeconds());
    }

    @Test
    void shouldKeepNamesThatAreNotUtf8() throws IOException {
        byte[] odd = {'x', (byte) 0xFF, '?', (byte) 0xC3, (byte) 0xA9};
        Path many = Files.createDirectory(base.resolve("many"));
        Files.createFile(many.resolve(NativeName.toPath(odd)));
        try (SourceTree tree = new SourceTree(List.of(many), false)) {
            SourceEntry found = assertInstanceOf(SourceEntry.class, tree.next());
            assertEquals(
                    RawName.of(new byte[] {'m', 'a', 'n', 'y', '/', 'x', (byte) 0xFF, '?', (byte) 0xC3, (byte) 0xA9}),
                    found.name());
            assertTrue(Files.exists(found.path()));
        }
    }

    @Test
    void shouldWalkDirectoriesTooLargeToSort() throws IOException {
        Path many = Files.createDirectory(base.resolve("many"));
        int count = SourceTree.MAX_SORTED_ENTRIES + 50;
        for (int i = 0; i < count; i++) {
            Files.createFile(many.resolve("f" + i));
        }
        assertEquals(count, walk(false, many).stream().distinct().count());
        try (SourceTree tree = new SourceTree(List.of(many), false)) {
            tree.next();
        }
    }

    @Test
    void shouldSkipADirectoryThatVanishes() throws IOException {
        try (SourceTree tree = new SourceTree(List.of(dir), false)) {
            tree.next();
            Files.delete(dir.resolve("sub/b"));
            Files.delete(dir.resolve("sub"));
            tree.next();
            tree.next();
            assertInstanceOf(SourceProblem.class, tree.next());
            assertNull(tree.next());
            assertNull(tree.next());
        }
    }

    private static SourceEntry entry(Path path) {
        try (SourceTree tree = new SourceTree(List.of(path), false)) {
            return assertInstanceOf(SourceEntry.class, tree.next());
        }
    }

    private static List<String> walk(boolean followLinks, Path... arguments) {
        List<String> found = new ArrayList<>();
        try (SourceTree tree = new SourceTree(List.of(arguments), followLinks)) {
            for (SourceItem item = tree.next(); item != null; item = tree.next()) {
                if (item instanceof SourceEntry entry) {
                    String link = entry.link().length() == 0 ? "" : " -> " + entry.link();
                    found.add(entry.kind() + " " + entry.name() + " " + entry.size() + link);
                } else if (item instanceof SourceProblem problem) {
                    assertFalse(problem.reason().contains("\n"));
                    found.add("PROBLEM " + problem.name() + " " + problem.reason());
                }
            }
        }
        return found;
    }
}
