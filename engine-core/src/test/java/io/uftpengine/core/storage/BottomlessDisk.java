package io.uftpengine.core.storage;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A destination on a disk that takes everything at once and keeps nothing: for measuring all that is in front of it. */
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
                List.of(directory), StoragePolicy.SAFE, receiverId, new SpaceBudget(0, endless), channel -> medium());
    }

    private static FileSink.Medium medium() {
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
            public void close() {
                return;
            }
        };
    }
}
