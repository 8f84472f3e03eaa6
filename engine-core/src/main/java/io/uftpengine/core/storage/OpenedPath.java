package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A walk from a destination directory down to a directory below it, held open. Each step can be asked again for the cost of
 * one system call, without following a link: what that finds is what a new walk would find. Guarded by its
 * {@link Destination}.
 */
final class OpenedPath {
    private final Path directory;
    private final List<Path> parents;

    /** The destination directory and what lies below it, the last is the end. */
    private final List<DirectoryHandle> handles;

    private final List<Object> keys;

    private OpenedPath(Path directory, List<Path> parents, List<DirectoryHandle> handles, List<Object> keys) {
        this.directory = directory;
        this.parents = parents;
        this.handles = handles;
        this.keys = keys;
    }

    /**
     * The way to a directory that a walk has just opened; null when it cannot be had, or the system has no identities of
     * directories. The end is shared with the caller.
     */
    static OpenedPath to(DirectoryHandle end, Path directory, SafeTarget target) {
        List<DirectoryHandle> handles = new ArrayList<>();
        List<Object> keys = new ArrayList<>();
        OpenedPath path = new OpenedPath(directory, target.parents(), handles, keys);
        boolean good = false;
        try {
            int depth = target.parents().size();
            for (int i = 0; i < depth; i++) {
                handles.add(
                        i == 0
                                ? DirectoryHandle.open(directory)
                                : handles.get(i - 1).openChild(target.parents().get(i - 1)));
            }
            handles.add(end.share());
            boolean known = true;
            for (DirectoryHandle handle : handles) {
                Object key = handle.key();
                known &= key != null;
                keys.add(key);
            }
            good = known && path.isInPlace();
        } catch (IOException e) {
            // Somebody changes the way at this moment: nothing is remembered.
            good = false;
        } finally {
            if (!good) {
                path.close();
            }
        }
        return good ? path : null;
    }

    boolean isOf(SafeTarget target) {
        return parents.equals(target.parents());
    }

    boolean endsIn(DirectoryHandle directoryHandle) {
        return handles.get(handles.size() - 1) == directoryHandle;
    }

    /** The end, to be closed by the caller. */
    DirectoryHandle shareEnd() {
        return handles.get(handles.size() - 1).share();
    }

    /** Whether every name still leads to the directory it led to. */
    boolean isInPlace() throws IOException {
        // Links in the user's own path are followed, as when it is opened.
        if (!keys.get(0).equals(rootKey())) {
            return false;
        }
        for (int i = 0; i < parents.size(); i++) {
            BasicFileAttributes now = handles.get(i).attributes(parents.get(i));
            if (now == null || !now.isDirectory() || !keys.get(i + 1).equals(now.fileKey())) {
                return false;
            }
        }
        return true;
    }

    /** Null when there is none. */
    private Object rootKey() throws IOException {
        try {
            return Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    void close() {
        for (DirectoryHandle handle : handles) {
            try {
                handle.close();
            } catch (IOException e) {
                // A directory opened for reading: nothing can be lost.
                continue;
            }
        }
    }
}
