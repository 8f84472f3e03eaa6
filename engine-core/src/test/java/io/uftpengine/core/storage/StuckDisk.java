package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A destination on a disk that takes nothing until it is told to. */
public final class StuckDisk {
    private final CountDownLatch free = new CountDownLatch(1);

    /** Takes everything from now on. */
    public void free() {
        free.countDown();
    }

    /** Directories on it. */
    public ReceiverStorage storage(List<Path> directories, int receiverId) {
        return new ReceiverStorage(
                directories,
                StoragePolicy.SAFE,
                receiverId,
                new SpaceBudget(0),
                channel -> medium(FileSink.medium(channel)));
    }

    private FileSink.Medium medium(FileSink.Medium real) {
        return new FileSink.Medium() {
            @Override
            public int write(ByteBuffer data, long position) throws IOException {
                try {
                    free.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
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
