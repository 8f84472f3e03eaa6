package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytesToSendTest {
    private static final long ENOUGH = 1L << 40;

    @TempDir
    private Path directory;

    @Test
    void shouldAddUpFilesAndLeaveOutWhatIsNotThere() throws IOException {
        List<Path> files = List.of(sized("a", 1000), directory.resolve("not there"), sized("b", 10));
        assertEquals(1010, count(files, ENOUGH, false));
    }

    @Test
    void shouldCountWhatIsInDirectories() throws IOException {
        Files.createDirectories(directory.resolve("tree/deeper/empty"));
        sized("tree/a", 500_000_000_000L);
        sized("tree/deeper/b", 7);
        assertEquals(500_000_000_010L, count(List.of(directory.resolve("tree"), sized("c", 3)), ENOUGH, false));
    }

    @Test
    void shouldEndWhereItIsEnough() throws IOException {
        Files.createDirectory(directory.resolve("tree"));
        sized("tree/a", 600);
        sized("tree/b", 600);
        sized("tree/c", 600);
        assertEquals(1000, count(List.of(directory.resolve("tree")), 1000, false));
    }

    @Test
    void shouldTakeMoreEntriesThanItCountsForALot() throws IOException {
        Path file = sized("a", 1);
        int most = BytesToSend.MOST_ENTRIES;
        assertEquals(most, count(Collections.nCopies(most, file), ENOUGH, false));
        assertEquals(ENOUGH, count(Collections.nCopies(most + 1, file), ENOUGH, false));
    }

    @Test
    void shouldNotFollowLinksOutOfATree() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        sized("elsewhere/large", 1_000_000);
        sized("tree/small", 5);
        Files.createSymbolicLink(tree.resolve("out"), elsewhere);
        Files.createSymbolicLink(tree.resolve("in"), tree);
        assertEquals(5, count(List.of(tree), ENOUGH, false));
        assertEquals(5, count(List.of(tree), ENOUGH, true));
    }

    @Test
    void shouldTakeALinkThatIsNamedForWhatIsSent() throws IOException {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        sized("tree/a", 5);
        Path link = Files.createSymbolicLink(directory.resolve("link"), tree);
        assertEquals(0, count(List.of(link), ENOUGH, false));
        assertEquals(5, count(List.of(link), ENOUGH, true));
    }

    private static long count(List<Path> arguments, long enough, boolean followLinks) {
        return new BytesToSend(enough, followLinks).count(arguments);
    }

    private Path sized(String name, long bytes) throws IOException {
        Path file = directory.resolve(name);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(bytes);
        }
        return file;
    }
}
