package io.uftpengine.core.storage;

import static io.uftpengine.core.storage.StorageFixture.committed;
import static io.uftpengine.core.storage.StorageFixture.failure;
import static io.uftpengine.core.storage.StorageFixture.file;
import static io.uftpengine.core.storage.StorageFixture.leftovers;
import static io.uftpengine.core.storage.StorageFixture.link;
import static io.uftpengine.core.storage.StorageFixture.object;
import static io.uftpengine.core.storage.StorageFixture.receive;
import static io.uftpengine.core.storage.StorageFixture.rejection;
import static io.uftpengine.core.storage.StorageFixture.sink;
import static io.uftpengine.core.storage.StorageFixture.storage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiverStorageTest {
    @TempDir
    Path destination;

    private ReceiverStorage storage;

    @BeforeEach
    void open() {
        storage = storage(destination);
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        assertEquals(List.of(), leftovers(destination));
        try (Stream<Path> entries = Files.list(destination)) {
            assertTrue(entries.noneMatch(path -> path.toString().endsWith(".lock")), "journal left behind");
        }
    }

    @Test
    void shouldShowAFileOnlyWhenItIsWhole() throws Exception {
        FileSink sink = sink(storage.open(file("a/b/c.txt", 5)));
        sink.write(2, ByteBuffer.wrap("llo".getBytes()));
        assertFalse(Files.exists(destination.resolve("a/b/c.txt")));
        assertEquals(1, leftovers(destination.resolve("a/b")).size());
        sink.write(0, ByteBuffer.wrap("he".getBytes()));
        committed(sink.commit());
        assertEquals("hello", Files.readString(destination.resolve("a/b/c.txt")));
        // Nothing of ours stays, not even while the receiver runs on.
        try (Stream<Path> entries = Files.walk(destination)) {
            assertEquals(4, entries.count());
        }
    }

    @Test
    void shouldMakeAnEmptyFile() throws Exception {
        committed(sink(storage.open(file("empty", 0))).commit());
        assertEquals(0, Files.size(destination.resolve("empty")));
    }

    @Test
    void shouldSetTheTimes() throws Exception {
        FileSink sink = sink(storage.open(OpenRequest.file(1, 2, RawName.of("dated"), 0, 1_000_000_007)));
        assertNull(committed(sink.commit()).note());
        assertEquals(
                1_000_000_007,
                Files.getLastModifiedTime(destination.resolve("dated")).to(java.util.concurrent.TimeUnit.SECONDS));
    }

    @Test
    void shouldLeaveTheTimesAloneWhenNoneIsGiven() throws Exception {
        receive(storage, "undated", "x");
        long age = System.currentTimeMillis()
                - Files.getLastModifiedTime(destination.resolve("undated")).toMillis();
        assertTrue(age < 3_600_000, age + " ms");
    }

    @Test
    void shouldReplaceAFileAtomically() throws Exception {
        Files.writeString(destination.resolve("f"), "old");
        FileSink sink = sink(storage.open(file("f", 3)));
        sink.write(0, ByteBuffer.wrap("new".getBytes()));
        assertEquals("old", Files.readString(destination.resolve("f")));
        committed(sink.commit());
        assertEquals("new", Files.readString(destination.resolve("f")));
    }

    @Test
    void shouldKeepTheOldFileWhenTheNewOneIsDiscarded() throws Exception {
        Files.writeString(destination.resolve("f"), "old");
        FileSink sink = sink(storage.open(file("f", 3)));
        sink.write(0, ByteBuffer.wrap("new".getBytes()));
        sink.discard();
        sink.discard();
        assertEquals("old", Files.readString(destination.resolve("f")));
        assertInstanceOf(CommitResult.Failed.class, sink.commit());
    }

    @Test
    void shouldNotCommitAFileWithMissingBytes() throws Exception {
        FileSink sink = sink(storage.open(file("short", 10)));
        sink.write(0, ByteBuffer.wrap("new".getBytes()));
        CommitResult.Failed failed = assertInstanceOf(CommitResult.Failed.class, sink.commit());
        assertTrue(
                failed.failure().reason().contains("3 of 10 bytes"),
                failed.failure().reason());
        assertFalse(Files.exists(destination.resolve("short")));
    }

    @Test
    void shouldReplaceAnEmptyDirectoryButNotAFullOne() throws Exception {
        Files.createDirectory(destination.resolve("empty"));
        Files.createDirectories(destination.resolve("full/x"));
        committed(receive(storage, "empty", "x"));
        assertTrue(Files.isRegularFile(destination.resolve("empty")));
        assertTrue(rejection(storage.open(file("full", 1))).contains("directory with content"));
        assertTrue(Files.isDirectory(destination.resolve("full/x")));
    }

    @Test
    void shouldRefuseToCommitOverADirectoryThatCameMeanwhile() throws Exception {
        FileSink sink = sink(storage.open(file("t", 1)));
        sink.write(0, ByteBuffer.wrap(new byte[1]));
        Files.createDirectories(destination.resolve("t/x"));
        assertInstanceOf(CommitResult.Refused.class, sink.commit());
        assertTrue(Files.isDirectory(destination.resolve("t/x")));
    }

    @Test
    void shouldRejectWhenAFileStandsWhereADirectoryIsNeeded() throws Exception {
        Files.writeString(destination.resolve("f"), "precious");
        assertTrue(rejection(storage.open(file("f/x", 1))).contains("not a directory"));
        assertTrue(rejection(storage.open(object(ObjectKind.DIRECTORY, "f/x"))).contains("not a directory"));
        assertTrue(rejection(storage.open(object(ObjectKind.DIRECTORY, "f"))).contains("a file has that name"));
        assertEquals("precious", Files.readString(destination.resolve("f")));
    }

    @Test
    void shouldMakeDirectoriesOnce() {
        assertEquals(
                new OpenResult.Finished(CompletionKind.NORMAL, -1), storage.open(object(ObjectKind.DIRECTORY, "a/b")));
        assertTrue(Files.isDirectory(destination.resolve("a/b")));
        assertEquals(
                new OpenResult.Finished(CompletionKind.SKIPPED, -1), storage.open(object(ObjectKind.DIRECTORY, "a/b")));
    }

    @Test
    void shouldKeepApartTheSameNameFromTwoSessionsAndTwoReceivers() throws Exception {
        try (ReceiverStorage other = storage(destination)) {
            FileSink first = sink(storage.open(file("same", 1)));
            FileSink second = sink(storage.open(file("same", 1)));
            FileSink third = sink(other.open(file("same", 1)));
            first.write(0, ByteBuffer.wrap(new byte[] {'1'}));
            second.write(0, ByteBuffer.wrap(new byte[] {'2'}));
            third.write(0, ByteBuffer.wrap(new byte[] {'3'}));
            committed(third.commit());
            committed(first.commit());
            assertEquals("1", Files.readString(destination.resolve("same")));
            second.discard();
            assertEquals("1", Files.readString(destination.resolve("same")));
        }
    }

    @Test
    void shouldTakeNamesOf255Bytes() throws Exception {
        String name = "n".repeat(255);
        receive(storage, "d".repeat(255) + "/" + name, "x");
        assertEquals("x", Files.readString(destination.resolve("d".repeat(255)).resolve(name)));
        rejection(storage.open(file("n".repeat(256), 1)));
    }

    @Test
    void shouldTakeUtf8AndOtherBytesAsNames() throws Exception {
        receive(storage, "h\u00e9/\u4e2d\uD83D\uDE00", "x");
        FileSink sink = sink(storage.open(OpenRequest.file(1, 1, RawName.of(new byte[] {'l', (byte) 0xE9}), 0, 0)));
        committed(sink.commit());
        try (DirectoryHandle handle = DirectoryHandle.open(destination)) {
            assertNotNull(handle.attributes(NativeName.toPath(new byte[] {'l', (byte) 0xE9})));
            Path made = NativeName.toPath("h\u00e9".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            try (DirectoryHandle child = handle.openChild(made)) {
                assertArrayEquals(
                        RawName.of("\u4e2d\uD83D\uDE00").bytes(),
                        NativeName.toBytes(child.names().next()));
            }
        }
    }

    @Test
    void shouldRefuseAFileThatDoesNotFitBeforeReceivingIt() {
        FileFailure failure = failure(storage.open(file("huge", 1L << 47)));
        assertEquals(FileFailure.Kind.NO_SPACE, failure.kind());
        assertTrue(failure.reason().contains("'huge'") && failure.reason().contains("free in"), failure.reason());
        assertEquals(1, failure.reason().lines().count());
    }

    @Test
    void shouldRejectFilesAboveTheAllowedSize() throws Exception {
        try (ReceiverStorage limited =
                new ReceiverStorage(List.of(destination), StoragePolicy.SAFE.withLimits(10, 0), 1)) {
            rejection(limited.open(file("f", 11)));
            sink(limited.open(file("f", 10))).discard();
        }
    }

    @Test
    void shouldMakeLinksAndReplaceThem() throws Exception {
        Files.writeString(destination.resolve("l"), "old");
        storage.open(link("l", "some/where"));
        storage.open(link("l", "else\u00e9"));
        assertEquals(
                "else\u00e9",
                RawName.of(NativeName.toBytes(Files.readSymbolicLink(destination.resolve("l"))))
                        .text());
        assertTrue(rejection(storage.open(link("l", ""))).contains("no text"));
    }

    @Test
    void shouldReplaceALinkItselfWithAFile() throws Exception {
        Files.writeString(destination.resolve("victim"), "safe");
        storage.open(link("l", "victim"));
        committed(receive(storage, "l", "data"));
        assertTrue(Files.isRegularFile(destination.resolve("l"), LinkOption.NOFOLLOW_LINKS));
        assertEquals("safe", Files.readString(destination.resolve("victim")));
    }

    @Test
    void shouldAnswerFreeSpaceQueries() {
        OpenResult.Finished answer =
                assertInstanceOf(OpenResult.Finished.class, storage.open(object(ObjectKind.FREE_SPACE, ".")));
        assertTrue(answer.freeSpaceBytes() > 0);
    }

    @Test
    void shouldDeleteOnlyWhenAllowed() throws Exception {
        Files.createDirectories(destination.resolve("t/u/v"));
        Files.writeString(destination.resolve("t/u/f"), "x");
        rejection(storage.open(object(ObjectKind.DELETE, "t")));
        assertTrue(Files.exists(destination.resolve("t/u/f")));
        try (ReceiverStorage permissive = new ReceiverStorage(List.of(destination), StorageFixture.PERMISSIVE, 1)) {
            OpenResult done = new OpenResult.Finished(CompletionKind.NORMAL, -1);
            assertEquals(done, permissive.open(object(ObjectKind.DELETE, "t")));
            assertFalse(Files.exists(destination.resolve("t")));
            assertEquals(done, permissive.open(object(ObjectKind.DELETE, "t")));
            assertEquals(done, permissive.open(object(ObjectKind.DELETE, "no/such/thing")));
            assertFalse(Files.exists(destination.resolve("no")));
            rejection(permissive.open(object(ObjectKind.DELETE, "../" + destination.getFileName())));
            rejection(permissive.open(object(ObjectKind.DELETE, ".")));
        }
    }

    @Test
    void shouldSayWhatIsWrongWithADestination() throws Exception {
        assertNull(storage.setupProblem());
        Path missing = destination.resolve("missing");
        try (ReceiverStorage none = storage(missing)) {
            assertTrue(none.setupProblem().contains("does not exist"));
            FileFailure failure = failure(none.open(file("f", 1)));
            assertTrue(
                    failure.reason().startsWith("cannot create 'f': destination directory " + missing),
                    failure.reason());
            assertFalse(Files.exists(missing));
        }
    }

    @Test
    void shouldNoticeAPartialFileThatWasTakenAway() throws Exception {
        FileSink sink = sink(storage.open(file("f", 1)));
        sink.write(0, ByteBuffer.wrap(new byte[1]));
        Path partial = destination.resolve(leftovers(destination).get(0));
        Files.delete(partial);
        Files.writeString(partial, "x");
        CommitResult.Failed failed = assertInstanceOf(CommitResult.Failed.class, sink.commit());
        assertEquals(FileFailure.Kind.CHANGED, failed.failure().kind());
        assertFalse(Files.exists(destination.resolve("f")));
        // What is not ours is not removed either.
        assertEquals("x", Files.readString(partial));
        Files.delete(partial);
    }
}
