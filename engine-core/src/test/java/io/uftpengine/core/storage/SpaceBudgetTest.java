package io.uftpengine.core.storage;

import static io.uftpengine.core.storage.StorageFixture.committed;
import static io.uftpengine.core.storage.StorageFixture.failure;
import static io.uftpengine.core.storage.StorageFixture.file;
import static io.uftpengine.core.storage.StorageFixture.leftovers;
import static io.uftpengine.core.storage.StorageFixture.object;
import static io.uftpengine.core.storage.StorageFixture.sink;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpaceBudgetTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path destination;

    /** Disks by the name of the directory, of which each has as much as is said here. */
    private final class FakeDisks implements SpaceBudget.Disks {
        private long usable;
        private int asked;

        private FakeDisks(long usable) {
            this.usable = usable;
        }

        @Override
        public Object of(Path directory) {
            return directory.getFileName().toString().equals("other") ? "other disk" : "disk";
        }

        @Override
        public long usableBytes(Object disk) {
            asked++;
            return usable;
        }
    }

    private ReceiverStorage storage(long reserve, FakeDisks disks) {
        return new ReceiverStorage(
                List.of(destination),
                StoragePolicy.SAFE.withLimits(Long.MAX_VALUE, reserve),
                1,
                new SpaceBudget(reserve, disks),
                FileSink::medium);
    }

    @Test
    void shouldKeepTheReserveFree() throws IOException {
        FakeDisks disks = new FakeDisks(1000);
        try (ReceiverStorage storage = storage(900, disks)) {
            FileFailure failure = failure(storage.open(file("large", 101)));
            assertEquals(FileFailure.Kind.NO_SPACE, failure.kind());
            assertEquals(
                    "cannot receive 'large': 101 bytes needed, 1000 free in " + destination
                            + ", 900 to stay free (--reserve-space); free some space or choose another destination directory",
                    failure.reason());
            assertEquals(List.of(), leftovers(destination));
            FileSink fits = sink(storage.open(file("fits", 100)));
            fits.discard();
            disks.usable = 899;
            failure(storage.open(file("empty", 0)));
        }
        try (var entries = Files.list(destination)) {
            assertEquals(0, entries.count(), "nothing is made for a file that is refused");
        }
    }

    @Test
    void shouldNotPromiseTheSameRoomTwice() throws IOException {
        FakeDisks disks = new FakeDisks(10L * MIB);
        try (ReceiverStorage storage = storage(0, disks)) {
            FileSink first = sink(storage.open(file("first", 6L * MIB)));
            FileFailure failure = failure(storage.open(file("second", 5L * MIB)));
            assertTrue(failure.reason().contains(6L * MIB + " of them promised to files under way"), failure.reason());
            sink(storage.open(file("second", 4L * MIB))).discard();
            // What is written is no longer free, and no longer promised either.
            first.write(0, ByteBuffer.allocate(2 * MIB));
            disks.usable = 8L * MIB;
            failure(storage.open(file("second", 4L * MIB + 1)));
            FileSink second = sink(storage.open(file("second", 4L * MIB)));
            failure(storage.open(file("third", MIB)));
            first.discard();
            sink(storage.open(file("third", 4L * MIB))).discard();
            second.discard();
            sink(storage.open(file("third", 8L * MIB))).discard();
        }
    }

    @Test
    void shouldGiveRoomBackWhenAFileIsInPlaceOrWasNotBegun() throws IOException {
        FakeDisks disks = new FakeDisks(100);
        try (ReceiverStorage storage = storage(50, disks)) {
            for (int i = 0; i < 3; i++) {
                FileSink sink = sink(storage.open(file("f", 50)));
                failure(storage.open(file("g", 1)));
                sink.write(0, ByteBuffer.allocate(50));
                committed(sink.commit());
            }
            Files.createDirectories(destination.resolve("taken/by/us"));
            StorageFixture.rejection(storage.open(file("taken", 50)));
            sink(storage.open(file("f", 50))).discard();
        }
        ReceiverStorage closed = storage(50, disks);
        closed.close();
        failure(closed.open(file("f", 50)));
    }

    @Test
    void shouldCountDisksByThemselves() throws IOException {
        try (ReceiverStorage storage = storage(0, new FakeDisks(5L * MIB))) {
            FileSink here = sink(storage.open(file("f", 4L * MIB)));
            FileSink there = sink(storage.open(file("other/f", 4L * MIB)));
            failure(storage.open(file("other/g", 2L * MIB)));
            here.discard();
            there.discard();
        }
    }

    @Test
    void shouldAskForTheRoomOfLargeFilesOnlyUnlessThereIsAReserve() throws IOException {
        FakeDisks disks = new FakeDisks(0);
        try (ReceiverStorage storage = storage(0, disks)) {
            sink(storage.open(file("f", SpaceBudget.MIN_CHECKED_BYTES - 1))).discard();
            assertEquals(0, disks.asked);
            failure(storage.open(file("f", SpaceBudget.MIN_CHECKED_BYTES)));
            assertEquals(1, disks.asked);
        }
    }

    @Test
    void shouldTakeNumbersOfAnySize() throws IOException {
        long largest = (1L << 48) - 1;
        try (ReceiverStorage storage = storage(Long.MAX_VALUE, new FakeDisks(largest))) {
            failure(storage.open(file("f", largest)));
            failure(storage.open(file("f", 0)));
            assertEquals(
                    new OpenResult.Finished(CompletionKind.NORMAL, 0),
                    storage.open(object(ObjectKind.FREE_SPACE, "x")));
        }
        // The system does not say: nothing to go by.
        try (ReceiverStorage storage = storage(Long.MAX_VALUE, new FakeDisks(Long.MAX_VALUE))) {
            sink(storage.open(file("f", largest))).discard();
            assertEquals(
                    new OpenResult.Finished(CompletionKind.NORMAL, Long.MAX_VALUE),
                    storage.open(object(ObjectKind.FREE_SPACE, "x")));
        }
    }

    @Test
    void shouldOfferWhatIsNeitherReservedNorPromised() throws IOException {
        try (ReceiverStorage storage = storage(10, new FakeDisks(100))) {
            FileSink sink = sink(storage.open(file("f", 20)));
            assertEquals(
                    new OpenResult.Finished(CompletionKind.NORMAL, 70),
                    storage.open(object(ObjectKind.FREE_SPACE, "x")));
            sink.discard();
            assertEquals(
                    new OpenResult.Finished(CompletionKind.NORMAL, 90),
                    storage.open(object(ObjectKind.FREE_SPACE, "x")));
        }
    }
}
