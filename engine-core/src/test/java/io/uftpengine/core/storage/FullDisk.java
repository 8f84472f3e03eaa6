package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A destination on a disk that fills up while it is written to. */
public final class FullDisk {
    private FullDisk() {}

    /** @param bytes what fits before the disk is full */
    public static ReceiverStorage storage(List<Path> directories, int receiverId, long bytes) {
        AtomicLong left = new AtomicLong(bytes);
        return new ReceiverStorage(
                directories,
                StoragePolicy.SAFE,
                receiverId,
                new SpaceBudget(0),
                channel -> medium(FileSink.medium(channel), left));
    }

    private static FileSink.Medium medium(FileSink.Medium real, AtomicLong left) {
        return new FileSink.Medium() {
            @Override
            public int write(ByteBuffer data, long position) throws IOException {
                if (left.addAndGet(-data.remaining()) < 0) {
                    throw new IOException("No space left on device");
                }
                return real.write(data, position);
            }

            @Override
            public long size() throws IOException {
                return real.size();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
