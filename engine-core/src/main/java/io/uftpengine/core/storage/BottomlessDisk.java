package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A destination on a disk that takes everything at once and keeps nothing: for warming up, or measuring, all that is in front of it. */
public final class BottomlessDisk {
    private BottomlessDisk() {}

    /** @param directory where the names of files are, empty ones */
    public static ReceiverStorage storage(Path directory, int receiverId) {
        SpaceBudget.Disks endless = new SpaceBudget.Disks() {
            @Override
            public Object of(Path anywhere) {
                return this;
            }

            @Override
            public long usableBytes(Object disk) {
                return Long.MAX_VALUE;
            }
        };
        return new ReceiverStorage(
                List.of(directory),
                StoragePolicy.SAFE,
                receiverId,
                new SpaceBudget(0, endless),
                BottomlessDisk::medium);
    }

    /**
     * Has something done with such a disk whose names are in a temporary directory, which is gone afterwards.
     *
     * @throws IOException when there is no place for it
     */
    public static void use(int receiverId, Consumer<ReceiverStorage> work) throws IOException {
        Path directory = Files.createTempDirectory("uftp-warm-up");
        try (ReceiverStorage storage = storage(directory, receiverId)) {
            work.accept(storage);
        } finally {
            try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
                for (Path file : left) {
                    Files.deleteIfExists(file);
                }
            }
            Files.deleteIfExists(directory);
        }
    }

    /** @param channel which nothing is written to, but which is open */
    private static FileSink.Medium medium(FileChannel channel) {
        return new FileSink.Medium() {
            private long size;

            @Override
            public int write(ByteBuffer data, long position) {
                int length = data.remaining();
                data.position(data.limit());
                size = Math.max(size, position + length);
                return length;
            }

            @Override
            public long size() {
                return size;
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
