package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Room on the disks of one receiver: promised to a file before a byte of it is written. What other files under way have been
 * promised and have not written yet counts as taken, so that two sessions don't both get the last gigabyte; and as much as the
 * user wants stays free. Other programs may fill the disk nevertheless. Safe for use by several disk threads.
 */
final class SpaceBudget {
    /** Files below this size are not worth asking for the free space first: a full disk shows when they are written. */
    static final long MIN_CHECKED_BYTES = 1 << 20;

    /** What is known of a disk; a test puts its own here. */
    interface Disks {
        /** The disk that a directory is on; equal for the same disk. */
        Object of(Path directory) throws IOException;

        /** Bytes that this user may still write to a disk; Long.MAX_VALUE when the system does not say. */
        long usableBytes(Object disk) throws IOException;
    }

    /** Room for one file. Written to by the file's disk thread only. */
    static final class Claim {
        /** Null for a file that is too small to count. */
        private final Object disk;

        private final long size;
        private volatile long written;

        private Claim(Object disk, long size) {
            this.disk = disk;
            this.size = size;
        }

        /** So many bytes of it are on the disk now. */
        void onWritten(int bytes) {
            written = written + bytes;
        }

        private long unwritten() {
            return Math.max(0, size - written);
        }
    }

    private final long reserveBytes;
    private final Disks disks;
    private final List<Claim> claims = new ArrayList<>();

    SpaceBudget(long reserveBytes) {
        this(reserveBytes, new RealDisks());
    }

    SpaceBudget(long reserveBytes, Disks disks) {
        this.reserveBytes = reserveBytes;
        this.disks = disks;
    }

    /**
     * Promises room. To be given back with {@link #release}.
     *
     * @throws NoRoomException when there is too little: nothing is promised
     */
    synchronized Claim claim(OpenRequest request, Path directory) throws IOException, NoRoomException {
        if (reserveBytes == 0 && request.size() < MIN_CHECKED_BYTES) {
            return new Claim(null, request.size());
        }
        Object disk = disks.of(directory);
        // In this order: what is written in between then counts twice rather than not at all.
        long promised = promised(disk);
        long usable = disks.usableBytes(disk);
        // Sizes have 48 bits and files are few, so only the reserve can be anything.
        if (usable != Long.MAX_VALUE && usable - promised - request.size() < reserveBytes) {
            throw new NoRoomException(explain(request, directory, usable, promised));
        }
        Claim claim = new Claim(disk, request.size());
        claims.add(claim);
        return claim;
    }

    synchronized void release(Claim claim) {
        claims.remove(claim);
    }

    /** Bytes that a file in a directory may have now; Long.MAX_VALUE when the system does not say. */
    synchronized long availableBytes(Path directory) throws IOException {
        Object disk = disks.of(directory);
        long promised = promised(disk);
        long usable = disks.usableBytes(disk);
        return usable == Long.MAX_VALUE ? usable : Math.max(0, usable - promised - reserveBytes);
    }

    private long promised(Object disk) {
        long sum = 0;
        for (Claim claim : claims) {
            if (claim.disk.equals(disk)) {
                sum += claim.unwritten();
            }
        }
        return sum;
    }

    private FileFailure explain(OpenRequest request, Path directory, long usable, long promised) {
        StringBuilder cause = new StringBuilder()
                .append(request.size())
                .append(" bytes needed, ")
                .append(usable)
                .append(" free in ")
                .append(directory);
        if (promised > 0) {
            cause.append(", ").append(promised).append(" of them promised to files under way");
        }
        if (reserveBytes > 0) {
            cause.append(", ").append(reserveBytes).append(" to stay free (--reserve-space)");
        }
        return FileFailure.of("cannot receive '" + request.name() + "'", FileFailure.Kind.NO_SPACE, cause.toString());
    }

    /** There is too little room for a file. */
    static final class NoRoomException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient FileFailure failure;

        private NoRoomException(FileFailure failure) {
            super(failure.reason());
            this.failure = failure;
        }

        FileFailure failure() {
            return failure;
        }
    }

    private static final class RealDisks implements Disks {
        @Override
        public Object of(Path directory) throws IOException {
            return Files.getFileStore(directory);
        }

        @Override
        public long usableBytes(Object disk) throws IOException {
            FileStore store = (FileStore) disk;
            // Some network and FUSE file systems report 0 of 0.
            return store.getTotalSpace() == 0 ? Long.MAX_VALUE : store.getUsableSpace();
        }
    }
}
