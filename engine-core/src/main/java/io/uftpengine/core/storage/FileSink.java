package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * One file being received: a partial file in the target's own directory (so that the final rename is atomic whatever is
 * mounted where), under a hidden name, until {@link #commit()} puts it in place or {@link #discard()} removes it.
 *
 * <p>Blocks may be written in any order and leave holes. Single writer: the file's disk thread makes every call.
 */
public final class FileSink {
    /** Positional access to the partial file; a test puts a failing disk here. */
    interface Medium {
        /** As {@link FileChannel#write(ByteBuffer, long)}: may write less than there is. */
        int write(ByteBuffer data, long position) throws IOException;

        long size() throws IOException;

        void close() throws IOException;
    }

    private final SafeTarget target;
    private final DirectoryHandle directory;
    private final Path partialName;
    private final Object partialKey;
    private final Medium medium;
    private final long size;
    private final long modifiedSeconds;
    private final SpaceBudget.Claim room;
    private final SpaceBudget space;
    private boolean ended;

    FileSink(
            SafeTarget target,
            DirectoryHandle directory,
            Path partialName,
            Medium medium,
            long size,
            long modifiedSeconds,
            SpaceBudget.Claim room,
            SpaceBudget space)
            throws IOException {
        this.target = target;
        this.directory = directory;
        this.partialName = partialName;
        this.partialKey = directory.readAttributes(partialName).fileKey();
        this.medium = medium;
        this.size = size;
        this.modifiedSeconds = modifiedSeconds;
        this.room = room;
        this.space = space;
    }

    static Medium medium(FileChannel channel) {
        return new Medium() {
            @Override
            public int write(ByteBuffer data, long position) throws IOException {
                return channel.write(data, position);
            }

            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    /** The name as announced. */
    public RawName name() {
        return target.name();
    }

    /** Announced size, bytes. */
    public long size() {
        return size;
    }

    /**
     * Writes all remaining bytes of a buffer, however many system calls that takes.
     *
     * @param offset bytes from the start of the file
     * @throws IOException from the disk; {@link #failureOf} explains it
     * @throws IndexOutOfBoundsException when the data would not lie within the announced size
     */
    public void write(long offset, ByteBuffer data) throws IOException {
        if (offset < 0 || offset > size - data.remaining()) {
            throw new IndexOutOfBoundsException(
                    "bytes " + offset + "+" + data.remaining() + " of a file of " + size + " bytes");
        }
        long position = offset;
        while (data.hasRemaining()) {
            int written = medium.write(data, position);
            if (written <= 0) {
                throw new IOException("the system wrote none of " + data.remaining() + " bytes");
            }
            position += written;
            room.onWritten(written);
        }
    }

    /** Writes buffers one after the other, as one contiguous run from an offset. */
    public void write(long offset, ByteBuffer[] run) throws IOException {
        long position = offset;
        for (ByteBuffer data : run) {
            int length = data.remaining();
            write(position, data);
            position += length;
        }
    }

    /** The one line for an exception from {@link #write}. */
    public FileFailure failureOf(IOException e) {
        return FileFailure.of("cannot write " + displayPath(), e);
    }

    /** Puts the file in place. Every block must have been written. Ends this sink, whatever the result. */
    public CommitResult commit() {
        return new FileCommitter(this).commit();
    }

    /** Removes the partial file. Harmless when repeated or after {@link #commit()}. */
    public void discard() {
        if (ended) {
            return;
        }
        try {
            medium.close();
        } catch (IOException e) {
            // It is thrown away: what could not be flushed is not missed.
        }
        boolean removed = false;
        try {
            if (isPartialInPlace()) {
                directory.deleteFile(partialName);
            }
            removed = true;
        } catch (IOException e) {
            // Stays in the journal: the next sweep tries again.
        }
        end(removed);
    }

    SafeTarget target() {
        return target;
    }

    DirectoryHandle directory() {
        return directory;
    }

    Path partialName() {
        return partialName;
    }

    Medium medium() {
        return medium;
    }

    long modifiedSeconds() {
        return modifiedSeconds;
    }

    boolean isEnded() {
        return ended;
    }

    /** For messages. */
    String displayPath() {
        return "'" + target.name() + "' in " + target.destination().directory();
    }

    /** False when somebody removed the partial file or put something else under its name. */
    boolean isPartialInPlace() throws IOException {
        var attributes = directory.attributes(partialName);
        return attributes != null
                && attributes.isRegularFile()
                && (partialKey == null || partialKey.equals(attributes.fileKey()));
    }

    /** The partial name is gone, or must be left to a sweep; lets go of the directory. */
    void end(boolean isPartialGone) {
        ended = true;
        space.release(room);
        if (isPartialGone) {
            target.destination().journal().end(target.relativePath(partialName));
        }
        try {
            directory.close();
        } catch (IOException e) {
            // A directory opened for reading: nothing can be lost.
        }
    }
}
