package io.uftpengine.core.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An open directory, whose entries are reached by single names without ever following a symbolic link (the reference
 * follows them when it creates later files: wire facts 12.4).
 *
 * <p>Where the JDK offers {@link SecureDirectoryStream} (openat and friends), operations stay in this directory even when
 * its path is swapped for a link in the meantime. Elsewhere every operation first checks that the path still leads here,
 * which leaves a small window. An open handle may be shared by the disk threads, its listing not.
 */
abstract sealed class DirectoryHandle implements Closeable permits AnchoredDirectory, CheckedDirectory {
    private final AtomicInteger owners = new AtomicInteger(1);

    private static final boolean IS_POSIX =
            java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /**
     * Opens a trusted directory; links in its path are followed, they are the user's choice.
     *
     * @throws IOException also when it is no directory
     */
    static DirectoryHandle open(Path directory) throws IOException {
        Path real = directory.toRealPath();
        DirectoryStream<Path> stream = Files.newDirectoryStream(real);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return new AnchoredDirectory(real, secure);
        }
        stream.close();
        return new CheckedDirectory(real);
    }

    private static FileAttribute<?>[] mode(String permissions) {
        return IS_POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Attribute 0644 (wire facts 11.1), which the user's umask may tighten; none where there are no modes. */
    static FileAttribute<?>[] fileMode() {
        return FILE_MODE;
    }

    /** Likewise 0755. */
    static FileAttribute<?>[] directoryMode() {
        return DIRECTORY_MODE;
    }

    private static final FileAttribute<?>[] FILE_MODE = mode("rw-r--r--");
    private static final FileAttribute<?>[] DIRECTORY_MODE = mode("rwxr-xr-x");

    /** One more owner: {@link #close} is to be called once more often. By somebody for whom it is open only. */
    final DirectoryHandle share() {
        owners.incrementAndGet();
        return this;
    }

    @Override
    public final void close() throws IOException {
        if (owners.decrementAndGet() == 0) {
            closeLast();
        }
    }

    /** The last owner is through with it. */
    abstract void closeLast() throws IOException;

    /** Where this directory was when it was opened, for messages and for what the JDK cannot do by handle. */
    abstract Path path();

    /** Identity of the directory itself, or null where the system has none. */
    abstract Object key() throws IOException;

    /** Opens a subdirectory; a link or anything else that is no directory is an IOException. */
    abstract DirectoryHandle openChild(Path name) throws IOException;

    /** Attributes of an entry itself (of the link, if it is one). */
    abstract BasicFileAttributes readAttributes(Path name) throws IOException;

    abstract FileChannel openFile(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException;

    abstract void setTimes(Path name, FileTime modified, FileTime accessed) throws IOException;

    /** Atomic; replaces a file or link of that name; only within one file system. */
    abstract void rename(Path from, DirectoryHandle toDirectory, Path to) throws IOException;

    /** Removes a file or a link itself. */
    abstract void deleteFile(Path name) throws IOException;

    /** Removes an empty directory. */
    abstract void deleteDirectory(Path name) throws IOException;

    /** Names of the entries; may be called once per handle. */
    abstract Iterator<Path> names() throws IOException;

    /** Attributes of an entry itself, or null when there is none. */
    final BasicFileAttributes attributes(Path name) throws IOException {
        try {
            return readAttributes(name);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Whether a subdirectory has no entries. */
    final boolean isEmptyDirectory(Path name) throws IOException {
        try (DirectoryHandle child = openChild(name)) {
            return !child.names().hasNext();
        }
    }
}
