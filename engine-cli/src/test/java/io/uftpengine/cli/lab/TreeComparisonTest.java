package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeComparisonTest {
    private static final FileTime TIME = FileTime.fromMillis(1_000_000_000_500L);

    @TempDir
    private Path temporary;

    private Path tree;
    private Path copies;

    @BeforeEach
    void make() throws IOException {
        tree = temporary.resolve("source/t");
        copies = temporary.resolve("copies");
        for (Path root : List.of(tree, copies.resolve("t"))) {
            Files.createDirectories(root.resolve("empty"));
            write(root.resolve("a b"), "content", TIME);
            // Only whole seconds cross the wire.
            write(root.resolve("sub/é"), "", FileTime.fromMillis(TIME.toMillis() + (root == tree ? 400 : 0)));
        }
    }

    @Test
    void shouldFindNothingInFaithfulCopy() throws IOException {
        assertEquals(List.of(), TreeComparison.differences(List.of(tree), copies));
    }

    @Test
    void shouldFindChangedByte() throws IOException {
        write(copies.resolve("t/a b"), "conTent", TIME);
        assertEquals(
                List.of("differs at byte 3 (7 of 7 bytes): t/a b"), TreeComparison.differences(List.of(tree), copies));
    }

    @Test
    void shouldFindShortCopy() throws IOException {
        write(copies.resolve("t/a b"), "cont", TIME);
        assertEquals(
                List.of("differs at byte 4 (4 of 7 bytes): t/a b"), TreeComparison.differences(List.of(tree), copies));
    }

    @Test
    void shouldFindMissingAndExtra() throws IOException {
        Files.delete(copies.resolve("t/empty"));
        write(copies.resolve("t/a b.~uftp"), "left over", TIME);
        assertEquals(
                List.of("missing: t/empty", "extra: t/a b.~uftp"), TreeComparison.differences(List.of(tree), copies));
    }

    @Test
    void shouldFindOtherTimeAndOtherKind() throws IOException {
        Files.setLastModifiedTime(copies.resolve("t/a b"), FileTime.fromMillis(1_000_000_002_000L));
        Files.delete(copies.resolve("t/empty"));
        write(copies.resolve("t/empty"), "", TIME);
        assertEquals(
                List.of("modified at 1000000002 instead of 1000000000: t/a b", "no directory: t/empty"),
                TreeComparison.differences(List.of(tree), copies));
    }

    private static void write(Path file, String content, FileTime time) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, time);
    }
}
