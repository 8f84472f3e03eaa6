package io.uftpengine.core.storage;

import static io.uftpengine.core.storage.StorageFixture.committed;
import static io.uftpengine.core.storage.StorageFixture.file;
import static io.uftpengine.core.storage.StorageFixture.leftovers;
import static io.uftpengine.core.storage.StorageFixture.sink;
import static io.uftpengine.core.storage.StorageFixture.storage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSinkTest {
    @TempDir
    Path destination;

    @Test
    void shouldPutTogetherBlocksInAnyOrder() throws IOException {
        long seed = System.nanoTime();
        System.out.println("FileSinkTest seed " + seed);
        Random random = new Random(seed);
        byte[] content = new byte[1 + random.nextInt(1_000_000)];
        random.nextBytes(content);
        int blockSize = 512 + random.nextInt(1000);
        List<Integer> offsets = new ArrayList<>();
        for (int offset = 0; offset < content.length; offset += blockSize) {
            offsets.add(offset);
        }
        Collections.shuffle(offsets, random);
        try (ReceiverStorage storage = storage(destination)) {
            FileSink sink = sink(storage.open(file("random", content.length)));
            for (int offset : offsets) {
                int length = Math.min(blockSize, content.length - offset);
                int split = random.nextInt(length + 1);
                sink.write(offset, new ByteBuffer[] {
                    ByteBuffer.wrap(content, offset, split), ByteBuffer.wrap(content, offset + split, length - split)
                });
            }
            committed(sink.commit());
        }
        assertArrayEquals(content, Files.readAllBytes(destination.resolve("random")), "seed " + seed);
    }

    @Test
    void shouldWriteFarBeyondFourGigabytes() throws IOException {
        long size = 5L << 30;
        try (ReceiverStorage storage = storage(destination)) {
            FileSink sink = sink(storage.open(file("sparse", size)));
            sink.write(size - 3, ByteBuffer.wrap("end".getBytes()));
            committed(sink.commit());
        }
        Path made = destination.resolve("sparse");
        assertEquals(size, Files.size(made));
        try (FileChannel channel = FileChannel.open(made)) {
            ByteBuffer end = ByteBuffer.allocate(4);
            channel.read(end, size - 4);
            assertArrayEquals(new byte[] {0, 'e', 'n', 'd'}, end.array());
        }
    }

    @Test
    void shouldNotWriteOutsideTheAnnouncedSize() throws IOException {
        try (ReceiverStorage storage = storage(destination)) {
            FileSink sink = sink(storage.open(file("f", 10)));
            assertThrows(IndexOutOfBoundsException.class, () -> sink.write(9, ByteBuffer.allocate(2)));
            assertThrows(IndexOutOfBoundsException.class, () -> sink.write(-1, ByteBuffer.allocate(1)));
            assertThrows(IndexOutOfBoundsException.class, () -> sink.write(Long.MAX_VALUE, ByteBuffer.allocate(1)));
            sink.write(8, ByteBuffer.allocate(2));
            sink.discard();
        }
        assertEquals(List.of(), leftovers(destination));
    }

    @Test
    void shouldFinishShortWrites() throws IOException {
        List<Long> positions = new ArrayList<>();
        try (ReceiverStorage storage = failing(destination, new FaultyMedium(3, Integer.MAX_VALUE, "") {
            @Override
            public int write(ByteBuffer data, long position) throws IOException {
                positions.add(position);
                return super.write(data, position);
            }
        })) {
            FileSink sink = sink(storage.open(file("f", 10)));
            sink.write(2, ByteBuffer.wrap("12345678".getBytes()));
            assertEquals(List.of(2L, 5L, 8L), positions);
            committed(sink.commit());
        }
        assertArrayEquals("\0\00012345678".getBytes(), Files.readAllBytes(destination.resolve("f")));
    }

    @Test
    void shouldNotSpinOnAMediumThatTakesNothing() throws IOException {
        try (ReceiverStorage storage = failing(destination, new FaultyMedium(0, Integer.MAX_VALUE, ""))) {
            FileSink sink = sink(storage.open(file("f", 10)));
            assertThrows(IOException.class, () -> sink.write(0, ByteBuffer.allocate(1)));
            sink.discard();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device, NO_SPACE",
        "Disk quota exceeded, QUOTA",
        "Input/output error, IO_ERROR",
        "Read-only file system, READ_ONLY",
        "File too large, TOO_LARGE",
        "Permission denied, NO_PERMISSION",
        "Operation not permitted, NO_PERMISSION",
        "Something new, OTHER"
    })
    void shouldExplainAFailingDisk(String words, FileFailure.Kind kind) throws IOException {
        try (ReceiverStorage storage = failing(destination, new FaultyMedium(100, 1, words))) {
            FileSink sink = sink(storage.open(file("some\nfile", 10)));
            sink.write(0, ByteBuffer.allocate(5));
            IOException e = assertThrows(IOException.class, () -> sink.write(5, ByteBuffer.allocate(5)));
            FileFailure failure = sink.failureOf(e);
            assertEquals(kind, failure.kind());
            assertEquals(1, failure.reason().lines().count());
            assertTrue(failure.reason().contains("some\\u000Afile"), failure.reason());
            assertTrue(failure.reason().contains("; "), failure.reason());
            sink.discard();
        }
        assertEquals(List.of(), leftovers(destination));
        assertFalse(Files.exists(destination.resolve("some\nfile")));
    }

    @Test
    void shouldNotCommitWhenTheDiskFailsAtTheLastMoment() throws IOException {
        try (ReceiverStorage storage = failing(destination, new FaultyMedium(100, 100, "") {
            @Override
            public void close() throws IOException {
                super.close();
                throw new IOException("No space left on device");
            }
        })) {
            FileSink sink = sink(storage.open(file("f", 1)));
            sink.write(0, ByteBuffer.allocate(1));
            CommitResult.Failed failed = assertInstanceOf(CommitResult.Failed.class, sink.commit());
            assertEquals(FileFailure.Kind.NO_SPACE, failed.failure().kind());
        }
        assertEquals(List.of(), leftovers(destination));
        assertFalse(Files.exists(destination.resolve("f")));
    }

    private static ReceiverStorage failing(Path destination, FaultyMedium medium) {
        return new ReceiverStorage(List.of(destination), StoragePolicy.SAFE, 1, new SpaceBudget(0), medium::over);
    }

    /** A disk that writes little at a time and fails after some writes. */
    private static class FaultyMedium implements FileSink.Medium {
        private final int bytesAtOnce;
        private int writesLeft;
        private final String words;
        private FileChannel channel;

        FaultyMedium(int bytesAtOnce, int writes, String words) {
            this.bytesAtOnce = bytesAtOnce;
            this.writesLeft = writes;
            this.words = words;
        }

        FileSink.Medium over(FileChannel real) {
            channel = real;
            return this;
        }

        @Override
        public int write(ByteBuffer data, long position) throws IOException {
            if (writesLeft-- <= 0) {
                throw new IOException(words);
            }
            ByteBuffer part = data.slice().limit(Math.min(bytesAtOnce, data.remaining()));
            int written = channel.write(part, position);
            data.position(data.position() + written);
            return written;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
