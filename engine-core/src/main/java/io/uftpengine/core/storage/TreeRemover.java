package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Iterator;

/** Removes an entry and, if it is a directory, all below it, without following links. Stateless. */
final class TreeRemover {
    /** Deepest tree that is removed: each level holds a directory open. */
    static final int MAX_DEPTH = 200;

    /** How often a directory is gone through again because others still put files in. */
    private static final int MAX_ROUNDS = 3;

    private TreeRemover() {}

    /** @return false when there was no such entry */
    static boolean remove(DirectoryHandle directory, Path name) throws IOException {
        BasicFileAttributes attributes = directory.attributes(name);
        if (attributes == null) {
            return false;
        }
        remove(directory, name, attributes, 0);
        return true;
    }

    private static void remove(DirectoryHandle directory, Path name, BasicFileAttributes attributes, int depth)
            throws IOException {
        if (!attributes.isDirectory()) {
            directory.deleteFile(name);
            return;
        }
        if (depth >= MAX_DEPTH) {
            throw new IOException("directories are nested deeper than " + MAX_DEPTH);
        }
        for (int round = 1; ; round++) {
            try (DirectoryHandle child = directory.openChild(name)) {
                Iterator<Path> names = child.names();
                while (names.hasNext()) {
                    Path entry = names.next();
                    BasicFileAttributes entryAttributes = child.attributes(entry);
                    if (entryAttributes != null) {
                        remove(child, entry, entryAttributes, depth + 1);
                    }
                }
            }
            try {
                directory.deleteDirectory(name);
                return;
            } catch (NoSuchFileException e) {
                return;
            } catch (DirectoryNotEmptyException e) {
                if (round == MAX_ROUNDS) {
                    throw e;
                }
            }
        }
    }
}
