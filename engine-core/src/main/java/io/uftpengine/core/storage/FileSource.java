package io.uftpengine.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;

/**
 * A regular file being sent: read in runs of blocks, and watched for changes.
 *
 * <p>Size, modification time (as finely as the file system keeps it) and identity are remembered when it is opened.
 * Single writer: the file's disk thread makes every call.
 */
public final class FileSource implements Closeable {
    /** Bounds the system call; longer runs are read in several. */
    private static final int MAX_BUFFERS_AT_ONCE = 256;

    private final Path path;
    private final LinkOption[] links;
    private final FileChannel channel;
    private final BasicFileAttributes opened;

    /** Where the channel stands: asking it is a system call. */
    private long at;

    private FileSource(Path path, LinkOption[] links, FileChannel channel, BasicFileAttributes opened) {
        this.path = path;
        this.links = links;
        this.channel = channel;
        this.opened = opened;
    }

    /**
     * Opens a file.
     *
     * @param followLinks whether the path itself may be a symbolic link
     * @throws IOException when it is no regular file, cannot be read, or changes in this moment; {@link #explain} says why
     */
    public static FileSource open(Path path, boolean followLinks) throws IOException {
        LinkOption[] links = followLinks ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
        BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class, links);
        if (!before.isRegularFile()) {
            // Not even opened: a pipe would block.
            throw new SourceChangedException("it is no longer a regular file");
        }
        Set<OpenOption> options = followLinks
                ? Set.of(StandardOpenOption.READ)
                : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        FileChannel channel = FileChannel.open(path, options);
        boolean isGood = false;
        try {
            FileSource source = new FileSource(path, links, channel, before);
            // The channel is known to be that file when the path leads to the same one before and after.
            Optional<String> change = source.verifyUnchanged();
            if (change.isPresent()) {
                throw new SourceChangedException(change.get());
            }
            isGood = true;
            return source;
        } finally {
            if (!isGood) {
                channel.close();
            }
        }
    }

    /** The one line for an exception from {@link #open} or {@link #readBlocks}. */
    public static String explain(Path path, IOException e) {
        String action = "cannot read '" + RawName.of(NativeName.toBytes(path)) + "'";
        if (e instanceof SourceChangedException) {
            return action + ": " + e.getMessage() + "; send it again when it is complete";
        }
        return FileFailure.forReading(action, e).reason();
    }

    /** Bytes, as of opening. */
    public long size() {
        return opened.size();
    }

    /** Modification time for FILEINFO: seconds since the epoch, rounded down, as of opening. */
    public long modifiedSeconds() {
        return opened.lastModifiedTime().toInstant().getEpochSecond();
    }

    public Path path() {
        return path;
    }

    /**
     * Reads consecutive blocks, each to its own place. The last block of the file may be short; the rest of its place is left
     * alone.
     *
     * @param firstBlock counts from 0
     * @param count at least 1; all must exist
     * @param blockSize bytes of file in a block, and of each place
     * @param places where to; their positions and limits are set, nobody else's views of the same memory are touched
     * @param from the first block's place among them
     * @return bytes read: all there are
     * @throws SourceChangedException when the file has become shorter
     */
    public int readBlocks(long firstBlock, int count, int blockSize, ByteBuffer[] places, int from) throws IOException {
        long offset = Math.multiplyExact(firstBlock, (long) blockSize);
        if (firstBlock < 0 || count < 1 || offset + (count - 1L) * blockSize >= size()) {
            throw new IndexOutOfBoundsException(
                    "blocks " + firstBlock + "+" + count + " of a file of " + size() + " bytes");
        }
        for (int i = 0; i < count; i++) {
            places[from + i].clear().limit(blockSize);
        }
        long left = size() - offset - (count - 1L) * blockSize;
        places[from + count - 1].limit((int) Math.min(blockSize, left));
        return read(offset, places, from, from + count);
    }

    private int read(long offset, ByteBuffer[] places, int from, int to) throws IOException {
        int total = 0;
        int done = from;
        if (at != offset) {
            channel.position(offset);
            at = offset;
        }
        while (done < to) {
            if (!places[done].hasRemaining()) {
                done++;
                continue;
            }
            long read = channel.read(places, done, Math.min(MAX_BUFFERS_AT_ONCE, to - done));
            if (read < 0) {
                throw new SourceChangedException("it was cut short to " + (offset + total) + " bytes");
            }
            total += (int) read;
            at += read;
        }
        return total;
    }

    /**
     * Looks whether the file is the one that was opened: by its handle (size) and by its path (identity, size,
     * modification time). Two changes within the file system's clock tick, a few milliseconds, that keep the size look
     * like one.
     *
     * @return what changed, one line, or empty
     */
    public Optional<String> verifyUnchanged() {
        try {
            long handleSize = channel.size();
            if (handleSize != opened.size()) {
                return Optional.of("its size changed from " + opened.size() + " to " + handleSize + " bytes");
            }
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, links);
            if (opened.fileKey() != null && !opened.fileKey().equals(now.fileKey())) {
                return Optional.of("it was replaced by another file");
            } else if (now.size() != opened.size()) {
                return Optional.of("its size changed from " + opened.size() + " to " + now.size() + " bytes");
            } else if (!now.lastModifiedTime().equals(opened.lastModifiedTime())) {
                return Optional.of("it was modified at " + now.lastModifiedTime());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("it can no longer be examined: " + FileFailure.describe(e));
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
