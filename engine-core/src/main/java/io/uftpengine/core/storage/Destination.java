package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * One destination directory and the ways into it. Safe for use by several disk threads.
 *
 * <p>The JDK has no mkdirat or symlinkat. Directories and links are therefore made under a temporary name in the
 * destination directory itself, which is trusted, and renamed into place through handles: no swapped link can lead them
 * elsewhere.
 */
final class Destination {
    /** One maker of directories at a time in this process: a rename would silently replace another's empty directory. */
    private static final Object MAKE_DIRECTORY_LOCK = new Object();

    /** How often a walk that lost a race is repeated. */
    private static final int MAX_WALKS = 5;

    private final Path directory;
    private final PartialJournal journal;
    private int holders;

    /** The directory of the last file, while files follow each other; or null. */
    private OpenedPath last;

    /** @param directory may itself be a symbolic link: that is the user's choice */
    Destination(Path directory, PartialJournal journal) {
        this.directory = directory;
        this.journal = journal;
    }

    Path directory() {
        return directory;
    }

    PartialJournal journal() {
        return journal;
    }

    /**
     * Walks to a target's directory without following links.
     *
     * @param create whether to make missing directories, 0755
     * @return the directory, or null when it is missing and not to be made
     * @throws TargetRefusedException when something that is no directory is in the way. The reference deletes it (wire
     *     facts 11.1); what a user has placed is worth more than the convenience of a sender
     */
    DirectoryHandle openParent(SafeTarget target, boolean create) throws IOException, TargetRefusedException {
        DirectoryHandle current = DirectoryHandle.open(directory);
        boolean done = false;
        try {
            for (Path name : target.parents()) {
                BasicFileAttributes attributes = current.attributes(name);
                if (attributes == null) {
                    if (!create) {
                        return null;
                    }
                    makeDirectory(current, name);
                } else if (!attributes.isDirectory()) {
                    throw inTheWay(target, current.path().resolve(name), attributes);
                }
                DirectoryHandle child = current.openChild(name);
                current.close();
                current = child;
            }
            done = true;
            return current;
        } finally {
            if (!done) {
                current.close();
            }
        }
    }

    /**
     * The directory that a file goes to, with what is missing made. While {@link #hold} lasts it stays open for the next
     * file; that the path still leads there is asked each time, name by name, as by a walk.
     */
    DirectoryHandle parentForFile(SafeTarget target) throws IOException, TargetRefusedException {
        synchronized (this) {
            if (last != null) {
                if (last.isOf(target) && last.isInPlace()) {
                    return last.shareEnd();
                }
                forgetLast();
            }
        }
        DirectoryHandle parent = openOrMakeParent(target);
        synchronized (this) {
            if (holders > 0 && last == null) {
                last = OpenedPath.to(parent, directory, target);
            }
        }
        return parent;
    }

    /** Whether a target's path leads to this directory and no other. */
    boolean leadsTo(DirectoryHandle parent, SafeTarget target) throws IOException, TargetRefusedException {
        synchronized (this) {
            if (last != null && last.endsIn(parent) && last.isOf(target)) {
                return last.isInPlace();
            }
        }
        try (DirectoryHandle now = openParent(target, false)) {
            return now != null && isSameDirectory(now, parent);
        }
    }

    /** Files follow each other from now on, until as many {@link #release}. */
    void hold() {
        journal.hold();
        synchronized (this) {
            holders++;
        }
    }

    void release() {
        synchronized (this) {
            holders--;
            if (holders == 0) {
                forgetLast();
            }
        }
        journal.release();
    }

    /** For good. */
    void close() {
        synchronized (this) {
            holders = 0;
            forgetLast();
        }
        journal.close();
    }

    private void forgetLast() {
        if (last != null) {
            last.close();
            last = null;
        }
    }

    /** Makes a directory unless there is one by now. */
    void makeDirectory(DirectoryHandle parent, Path name) throws IOException {
        synchronized (MAKE_DIRECTORY_LOCK) {
            if (parent.attributes(name) != null) {
                return;
            }
            Path temporary = journal.beginTemporary();
            try {
                makeDirectory(parent, name, temporary);
            } finally {
                journal.endTemporary();
            }
        }
    }

    private void makeDirectory(DirectoryHandle parent, Path name, Path temporary) throws IOException {
        Path made = Files.createDirectory(directory.resolve(temporary), DirectoryHandle.directoryMode());
        try (DirectoryHandle root = DirectoryHandle.open(directory)) {
            root.rename(temporary, parent, name);
        } catch (AtomicMoveNotSupportedException e) {
            // Below a mount point: by path, which is checked by opening it through the handle afterwards.
            Files.delete(made);
            createAcrossMount(parent, name);
        } catch (IOException e) {
            Files.deleteIfExists(made);
            // Unless another process was faster.
            if (parent.attributes(name) == null) {
                throw e;
            }
        }
    }

    /** Makes a symbolic link, atomically replacing a file or link of that name. */
    void makeLink(DirectoryHandle parent, Path name, Path text) throws IOException {
        Path temporary = journal.beginTemporary();
        try {
            makeLink(parent, name, text, temporary);
        } finally {
            journal.endTemporary();
        }
    }

    private void makeLink(DirectoryHandle parent, Path name, Path text, Path temporary) throws IOException {
        Path made = Files.createSymbolicLink(directory.resolve(temporary), text);
        try (DirectoryHandle root = DirectoryHandle.open(directory)) {
            root.rename(temporary, parent, name);
        } catch (AtomicMoveNotSupportedException e) {
            Files.delete(made);
            made = Files.createSymbolicLink(parent.path().resolve(temporary), text);
            // Fails, and leaves nothing, when the path no longer leads to where the handle is.
            renameOrDelete(parent, temporary, name, made);
        } catch (IOException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    private static void renameOrDelete(DirectoryHandle parent, Path from, Path to, Path made) throws IOException {
        try {
            parent.rename(from, parent, to);
        } catch (IOException e) {
            Files.deleteIfExists(made);
            throw e;
        }
    }

    private static void createAcrossMount(DirectoryHandle parent, Path name) throws IOException {
        Path path = parent.path().resolve(name);
        try {
            Files.createDirectory(path, DirectoryHandle.directoryMode());
        } catch (FileAlreadyExistsException e) {
            return;
        }
        if (parent.attributes(name) == null) {
            Files.deleteIfExists(path);
            throw new NoSuchFileException(path.toString());
        }
    }

    private static TargetRefusedException inTheWay(SafeTarget target, Path path, BasicFileAttributes attributes) {
        String what = attributes.isSymbolicLink()
                ? "a symbolic link, which is not followed"
                : "not a directory; remove it to receive files below it";
        return new TargetRefusedException("name '" + target.name() + "': " + path + " is " + what);
    }

    /** Opens the target's directory, making what is missing; another process may remove it again in between. */
    DirectoryHandle openOrMakeParent(SafeTarget target) throws IOException, TargetRefusedException {
        for (int attempt = 1; ; attempt++) {
            try {
                return openParent(target, true);
            } catch (NoSuchFileException e) {
                if (attempt == MAX_WALKS || !Files.isDirectory(directory)) {
                    throw e;
                }
            }
        }
    }

    /** @return why files cannot be received here, or null */
    String problem() {
        if (!Files.exists(directory)) {
            String hint =
                    directory.toString().indexOf('\uFFFD') >= 0 ? " (non-ASCII name? run with LC_ALL=C.UTF-8)" : "";
            return "destination directory " + directory + " does not exist; create it or choose another (-D)" + hint;
        } else if (!Files.isDirectory(directory)) {
            return "destination " + directory + " is not a directory; choose another (-D)";
        } else if (!Files.isWritable(directory)) {
            return "destination directory " + directory
                    + " is not writable; grant this user access or choose another (-D)";
        }
        return null;
    }

    /** Whether the path given by the user and a handle are the same directory still. */
    private static boolean isSameDirectory(DirectoryHandle a, DirectoryHandle b) throws IOException {
        return a.key() == null ? a.path().equals(b.path()) : a.key().equals(b.key());
    }
}
