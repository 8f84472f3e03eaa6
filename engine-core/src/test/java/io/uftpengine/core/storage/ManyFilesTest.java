package io.uftpengine.core.storage;

import static io.uftpengine.core.storage.StorageFixture.committed;
import static io.uftpengine.core.storage.StorageFixture.file;
import static io.uftpengine.core.storage.StorageFixture.leftovers;
import static io.uftpengine.core.storage.StorageFixture.receive;
import static io.uftpengine.core.storage.StorageFixture.rejection;
import static io.uftpengine.core.storage.StorageFixture.sink;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** File after file in one session: what stays open between them, and that it is as safe as opening it anew. */
class ManyFilesTest {
    @TempDir
    Path temporary;

    private Path destination;
    private ReceiverStorage storage;

    @BeforeEach
    void begin() throws IOException {
        destination = Files.createDirectory(temporary.resolve("destination"));
        storage = StorageFixture.storage(destination);
        storage.beginSession();
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private List<String> journals() throws IOException {
        try (Stream<Path> entries = Files.list(destination)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> name.endsWith(PartialJournal.SUFFIX))
                    .toList();
        }
    }

    @Test
    void shouldOpenTheirDirectoryOnceAndKeepOneJournal() throws IOException {
        FileSink first = sink(storage.open(file("a/b/0", 1)));
        DirectoryHandle directory = first.directory();
        List<String> journals = journals();
        assertEquals(1, journals.size());
        first.write(0, ByteBuffer.allocate(1));
        committed(first.commit());
        for (int i = 1; i < 100; i++) {
            FileSink next = sink(storage.open(file("a/b/" + i, 1)));
            assertSame(directory, next.directory());
            next.write(0, ByteBuffer.allocate(1));
            committed(next.commit());
            assertEquals(journals, journals());
        }

        storage.endSession();

        assertEquals(List.of(), journals());
        assertEquals(List.of(), leftovers(destination));
    }

    @Test
    void shouldKeepNothingOpenWithoutASession() throws IOException {
        storage.endSession();
        FileSink first = sink(storage.open(file("a/0", 0)));
        DirectoryHandle directory = first.directory();
        committed(first.commit());
        assertEquals(List.of(), journals());

        assertNotSame(directory, sink(storage.open(file("a/1", 0))).directory());
    }

    @Test
    void shouldChangeTheDirectoryWithTheFile() throws IOException {
        for (String name : List.of("a/0", "b/0", "0", "a/1", "a/b/0", "b/1")) {
            committed(receive(storage, name, name));
            assertEquals(name, Files.readString(destination.resolve(name)));
        }
    }

    @Test
    void shouldNotFollowALinkThatReplacedTheDirectoryBetweenTwoFiles() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        committed(receive(storage, "a/b/0", "x"));
        Files.move(destination.resolve("a"), temporary.resolve("moved"));
        Files.createSymbolicLink(destination.resolve("a"), outside);

        rejection(storage.open(file("a/b/1", 1)));

        Files.delete(destination.resolve("a"));
        // Even to what it was: a link is not followed.
        Files.createSymbolicLink(destination.resolve("a"), temporary.resolve("moved"));
        rejection(storage.open(file("a/b/2", 1)));
        assertEquals(List.of("b"), List.of(temporary.resolve("moved").toFile().list()));
        assertEquals(0, outside.toFile().list().length);
    }

    @Test
    void shouldNotCommitWhereADirectoryWasReplacedMeanwhile() throws IOException {
        committed(receive(storage, "a/b/0", "x"));
        FileSink sink = sink(storage.open(file("a/b/1", 0)));
        Files.move(destination.resolve("a"), temporary.resolve("moved"));
        Files.createSymbolicLink(destination.resolve("a"), temporary.resolve("moved"));

        CommitResult result = sink.commit();

        assertEquals(false, result instanceof CommitResult.Committed, String.valueOf(result));
        assertEquals(List.of("0"), List.of(temporary.resolve("moved/b").toFile().list()));
    }

    @Test
    void shouldMakeTheDirectoryAgainWhenItWasRemoved() throws IOException {
        committed(receive(storage, "a/0", "x"));
        Files.delete(destination.resolve("a/0"));
        Files.delete(destination.resolve("a"));

        committed(receive(storage, "a/1", "y"));

        assertEquals("y", Files.readString(destination.resolve("a/1")));
    }

    @Test
    void shouldFailWhenTheDestinationIsGoneAndGoOnWhenItIsBack() throws IOException {
        committed(receive(storage, "0", "x"));
        Files.move(destination, temporary.resolve("moved"));
        assertInstanceOf(OpenResult.Failed.class, storage.open(file("1", 1)));

        Files.move(temporary.resolve("moved"), destination);

        committed(receive(storage, "2", "y"));
        assertEquals("y", Files.readString(destination.resolve("2")));
    }

    @Test
    void shouldLeaveAFileOpenThatOutlivesItsSession() throws IOException {
        FileSink sink = sink(storage.open(file("a/0", 0)));
        storage.endSession();

        committed(sink.commit());

        assertEquals(List.of(), journals());
    }
}
