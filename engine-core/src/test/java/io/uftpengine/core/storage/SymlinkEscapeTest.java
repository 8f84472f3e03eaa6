package io.uftpengine.core.storage;

import static io.uftpengine.core.storage.StorageFixture.committed;
import static io.uftpengine.core.storage.StorageFixture.file;
import static io.uftpengine.core.storage.StorageFixture.link;
import static io.uftpengine.core.storage.StorageFixture.object;
import static io.uftpengine.core.storage.StorageFixture.receive;
import static io.uftpengine.core.storage.StorageFixture.rejection;
import static io.uftpengine.core.storage.StorageFixture.sink;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing may be written, made or removed outside the destination directory through a symbolic link. */
class SymlinkEscapeTest {
    @TempDir
    Path base;

    private Path destination;
    private Path outside;
    private ReceiverStorage storage;

    @BeforeEach
    void open() throws IOException {
        destination = Files.createDirectory(base.resolve("dest"));
        outside = Files.createDirectory(base.resolve("outside"));
        Files.writeString(outside.resolve("victim"), "safe");
        storage = new ReceiverStorage(List.of(destination), StorageFixture.PERMISSIVE, 1);
    }

    @AfterEach
    void nothingHappenedOutside() throws IOException {
        storage.close();
        try (Stream<Path> entries = Files.list(outside)) {
            assertEquals(List.of(outside.resolve("victim")), entries.toList());
        }
        assertEquals("safe", Files.readString(outside.resolve("victim")));
    }

    @Test
    void shouldNotFollowALinkThatWasThere() throws IOException {
        Files.createSymbolicLink(destination.resolve("out"), outside);
        assertTrue(rejection(storage.open(file("out/x", 1))).contains("symbolic link"));
        rejection(storage.open(object(ObjectKind.DIRECTORY, "out/d")));
        rejection(storage.open(link("out/l", "x")));
        rejection(storage.open(object(ObjectKind.DELETE, "out/victim")));
        rejection(storage.open(object(ObjectKind.DIRECTORY, "out")));
    }

    @Test
    void shouldNotFollowALinkThatWasReceived() {
        assertInstanceOf(OpenResult.Finished.class, storage.open(link("up", "../outside")));
        assertInstanceOf(OpenResult.Finished.class, storage.open(link("abs", outside.toString())));
        rejection(storage.open(file("up/x", 1)));
        rejection(storage.open(file("abs/x", 1)));
        rejection(storage.open(file("abs/deep/x", 1)));
        // Nor one that stays inside: a link is a link.
        storage.open(object(ObjectKind.DIRECTORY, "real"));
        storage.open(link("inner", "real"));
        rejection(storage.open(file("inner/x", 1)));
        assertFalse(Files.exists(destination.resolve("real/x")));
    }

    @Test
    void shouldNotWriteThroughALinkThatIsTheTarget() throws IOException {
        storage.open(link("f", "../outside/victim"));
        committed(receive(storage, "f", "evil"));
        assertTrue(Files.isRegularFile(destination.resolve("f"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void shouldNotMakeEscapingLinksByDefault() throws IOException {
        try (ReceiverStorage safe = StorageFixture.storage(destination)) {
            assertTrue(rejection(safe.open(link("l", "/etc/passwd"))).contains("absolute"));
            rejection(safe.open(link("l", "../x")));
            rejection(safe.open(link("a/l", "../../x")));
            rejection(safe.open(link("a/l", "b/../../x")));
            assertInstanceOf(OpenResult.Finished.class, safe.open(link("a/l", "../x")));
        }
        assertFalse(Files.exists(destination.resolve("l"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void shouldDeleteALinkAndNotWhatItPointsTo() throws IOException {
        Files.createDirectory(destination.resolve("tree"));
        Files.createSymbolicLink(destination.resolve("tree/out"), outside);
        Files.createSymbolicLink(destination.resolve("link"), outside);
        storage.open(object(ObjectKind.DELETE, "tree"));
        storage.open(object(ObjectKind.DELETE, "link"));
        assertFalse(Files.exists(destination.resolve("tree")));
        assertFalse(Files.exists(destination.resolve("link"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void shouldStayInItsDirectoryWhenThatIsSwappedForALink() throws IOException {
        FileSink sink = sink(storage.open(file("d/x", 1)));
        Files.move(destination.resolve("d"), destination.resolve("moved"));
        Files.createSymbolicLink(destination.resolve("d"), outside);
        sink.write(0, ByteBuffer.wrap(new byte[1]));
        CommitResult result = sink.commit();
        assertInstanceOf(CommitResult.Refused.class, result);
        // The partial file went with its directory and was removed there.
        try (Stream<Path> entries = Files.list(destination.resolve("moved"))) {
            assertEquals(0, entries.count());
        }
    }

    @Test
    void shouldNoticeThatItsDirectoryWasExchanged() throws IOException {
        FileSink sink = sink(storage.open(file("d/x", 0)));
        Files.move(destination.resolve("d"), destination.resolve("moved"));
        Files.createDirectory(destination.resolve("d"));
        CommitResult.Failed failed = assertInstanceOf(CommitResult.Failed.class, sink.commit());
        assertEquals(FileFailure.Kind.CHANGED, failed.failure().kind());
        assertFalse(Files.exists(destination.resolve("d/x")));
    }

    @Test
    void shouldFollowTheUsersOwnLinkToTheDestination() throws IOException {
        Path alias = Files.createSymbolicLink(base.resolve("alias"), destination);
        try (ReceiverStorage aliased = StorageFixture.storage(alias)) {
            committed(receive(aliased, "a/f", "x"));
            aliased.open(link("a/l", "f"));
        }
        assertEquals("x", Files.readString(destination.resolve("a/l")));
    }

    @Test
    void shouldNotEscapeWhileADirectoryFlickersBetweenItselfAndALink() throws Exception {
        Path flicker = Files.createDirectory(destination.resolve("flicker"));
        AtomicBoolean stop = new AtomicBoolean();
        Thread swapper = new Thread(() -> {
            for (int i = 0; !stop.get(); i++) {
                // The storage may have made the directory anew in between: then that one is put aside next.
                quietly(() -> Files.move(
                        flicker, Files.createTempDirectory(destination, "aside").resolve("d")));
                quietly(() -> Files.createSymbolicLink(flicker, outside));
                quietly(() -> Files.deleteIfExists(flicker));
                quietly(() -> Files.createDirectory(flicker));
            }
        });
        swapper.setDaemon(true);
        swapper.start();
        int received = 0;
        int refused = 0;
        try {
            for (int i = 0; i < 5000 && (received < 100 || refused < 100); i++) {
                OpenResult result = storage.open(file("flicker/sub" + i + "/x", 0));
                if (result instanceof OpenResult.Receive receive) {
                    received++;
                    receive.sink().commit();
                } else {
                    refused++;
                }
                storage.open(link("flicker/l" + i, "x"));
                storage.open(object(ObjectKind.DELETE, "flicker/victim"));
            }
        } finally {
            stop.set(true);
            swapper.join();
        }
        assertTrue(received > 0 && refused > 0, received + " received, " + refused + " refused");
    }

    private interface FileTask {
        void run() throws IOException;
    }

    private static void quietly(FileTask task) {
        try {
            task.run();
        } catch (IOException e) {
            // Lost against the storage this time.
        }
    }

    @Test
    void shouldNotFollowALinkThatAppearsAfterTheCheck() throws IOException {
        Files.createSymbolicLink(destination.resolve("l"), outside);
        try (DirectoryHandle root = DirectoryHandle.open(destination)) {
            AnchoredDirectory anchored = assertInstanceOf(AnchoredDirectory.class, root);
            assertThrows(IOException.class, () -> anchored.openDirectory(Path.of("l"))
                    .close());
        }
    }

    @Test
    void shouldCheckPathsWhereTheSystemHasNoAnchoredDirectories() throws IOException {
        Files.createDirectories(destination.resolve("d/e"));
        Files.createSymbolicLink(destination.resolve("l"), outside);
        try (DirectoryHandle root = new CheckedDirectory(destination.toRealPath())) {
            assertThrows(IOException.class, () -> root.openChild(Path.of("l")));
            try (DirectoryHandle child = root.openChild(Path.of("d"))) {
                assertTrue(child.isEmptyDirectory(Path.of("e")));
                Files.move(destination.resolve("d"), destination.resolve("moved"));
                Files.createSymbolicLink(destination.resolve("d"), outside);
                assertThrows(IOException.class, () -> child.attributes(Path.of("victim")));
                assertThrows(IOException.class, () -> child.deleteFile(Path.of("victim")));
                assertThrows(
                        IOException.class,
                        () -> child.openFile(
                                Path.of("new"), java.util.Set.of(java.nio.file.StandardOpenOption.CREATE_NEW)));
            }
        }
    }
}
