package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** A directory reached by its path, for systems without descriptor-relative calls: the path is checked at every use. */
final class CheckedDirectory extends DirectoryHandle {
    private final Path realPath;
    private final Object key;
    private DirectoryStream<Path> listing;

    CheckedDirectory(Path realPath) throws IOException {
        this.realPath = realPath;
        this.key = currentKey();
    }

    @Override
    Path path() {
        return realPath;
    }

    @Override
    Object key() {
        return key;
    }

    @Override
    DirectoryHandle openChild(Path name) throws IOException {
        verify();
        Path child = realPath.resolve(name);
        if (!readAttributes(name).isDirectory()) {
            throw new NotDirectoryException(child.toString());
        }
        CheckedDirectory opened = new CheckedDirectory(child);
        opened.verify();
        return opened;
    }

    @Override
    BasicFileAttributes readAttributes(Path name) throws IOException {
        verify();
        return Files.readAttributes(realPath.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    FileChannel openFile(Path name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        verify();
        Set<OpenOption> all = new HashSet<>(options);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(realPath.resolve(name), all, attributes);
    }

    @Override
    void setTimes(Path name, FileTime modified, FileTime accessed) throws IOException {
        verify();
        Files.getFileAttributeView(realPath.resolve(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setTimes(modified, accessed, null);
    }

    @Override
    void rename(Path from, DirectoryHandle toDirectory, Path to) throws IOException {
        verify();
        ((CheckedDirectory) toDirectory).verify();
        Files.move(
                realPath.resolve(from),
                toDirectory.path().resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    void deleteFile(Path name) throws IOException {
        if (readAttributes(name).isDirectory()) {
            throw new IOException("Is a directory");
        }
        Files.delete(realPath.resolve(name));
    }

    @Override
    void deleteDirectory(Path name) throws IOException {
        if (!readAttributes(name).isDirectory()) {
            throw new NotDirectoryException(realPath.resolve(name).toString());
        }
        Files.delete(realPath.resolve(name));
    }

    @Override
    Iterator<Path> names() throws IOException {
        verify();
        listing = Files.newDirectoryStream(realPath);
        Iterator<Path> entries = listing.iterator();
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
        if (listing != null) {
            listing.close();
        }
    }

    /** A link anywhere in the path would make its real form another one. */
    private void verify() throws IOException {
        Object now = currentKey();
        if (!realPath.toRealPath().equals(realPath) || (key != null && !key.equals(now))) {
            throw new IOException(realPath + " is no longer the directory it was");
        }
    }

    private Object currentKey() throws IOException {
        return Files.readAttributes(realPath, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }
}
