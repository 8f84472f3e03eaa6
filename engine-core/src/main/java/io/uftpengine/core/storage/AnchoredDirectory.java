package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** A directory held open by a descriptor: safe against its path being swapped. */
final class AnchoredDirectory extends DirectoryHandle {
    private final Path path;
    private final SecureDirectoryStream<Path> stream;

    AnchoredDirectory(Path path, SecureDirectoryStream<Path> stream) {
        this.path = path;
        this.stream = stream;
    }

    @Override
    Path path() {
        return path;
    }

    @Override
    Object key() throws IOException {
        return stream.getFileAttributeView(BasicFileAttributeView.class)
                .readAttributes()
                .fileKey();
    }

    @Override
    DirectoryHandle openChild(Path name) throws IOException {
        // Asked first because opening a FIFO would block.
        if (!readAttributes(name).isDirectory()) {
            throw new NotDirectoryException(path.resolve(name).toString());
        }
        return openDirectory(name);
    }

    /** What holds when somebody puts a link there just after the check: openat with O_NOFOLLOW. */
    DirectoryHandle openDirectory(Path name) throws IOException {
        SecureDirectoryStream<Path> child = stream.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
        return new AnchoredDirectory(path.resolve(name), child);
    }

    @Override
    BasicFileAttributes readAttributes(Path name) throws IOException {
        return view(name).readAttributes();
    }

    @Override
    FileChannel openFile(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        SeekableByteChannel channel = stream.newByteChannel(name, all, attributes);
        if (channel instanceof FileChannel file) {
            return file;
        }
        channel.close();
        throw new IOException("this Java runtime offers no positional writes to " + path.resolve(name));
    }

    @Override
    void setTimes(Path name, FileTime modified, FileTime accessed) throws IOException {
        view(name).setTimes(modified, accessed, null);
    }

    @Override
    void rename(Path from, DirectoryHandle toDirectory, Path to) throws IOException {
        stream.move(from, ((AnchoredDirectory) toDirectory).stream, to);
    }

    @Override
    void deleteFile(Path name) throws IOException {
        stream.deleteFile(name);
    }

    @Override
    void deleteDirectory(Path name) throws IOException {
        stream.deleteDirectory(name);
    }

    @Override
    Iterator<Path> names() {
        Iterator<Path> entries = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return entries.hasNext();
            }

            @Override
            public Path next() {
                return entries.next().getFileName();
            }
        };
    }

    @Override
    void closeLast() throws IOException {
        stream.close();
    }

    private BasicFileAttributeView view(Path name) {
        return stream.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
