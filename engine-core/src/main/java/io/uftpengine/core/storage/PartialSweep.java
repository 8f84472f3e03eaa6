package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes what killed receivers left in a destination directory: only files listed in journals whose owner is provably
 * dead, because its lock can be had. Several receivers may share the directory. Stateless.
 */
final class PartialSweep {
    /** Longest journal that is read, bytes; a longer one was not written by us. */
    private static final int MAX_JOURNAL_BYTES = 4 * 1024 * 1024;

    /** Most journals handled in one sweep. */
    private static final int MAX_JOURNALS = 1000;

    private PartialSweep() {}

    /**
     * Sweeps one directory.
     *
     * @return how many partial files were removed
     * @throws IOException when the directory cannot be listed; trouble with single files is passed over
     */
    static int sweep(Path directory) throws IOException {
        Path real = directory.toRealPath();
        List<Path> journals = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(real, PathPolicy.RESERVED_PREFIX + "*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (journals.size() < MAX_JOURNALS
                        && PartialJournal.idOf(name) != null
                        && !PartialJournal.OWN_JOURNALS.contains(name)) {
                    journals.add(entry);
                }
            }
        }
        int removed = 0;
        Set<String> deadIds = new HashSet<>();
        for (Path journal : journals) {
            removed += sweepJournal(real, journal, deadIds);
        }
        return removed + removeTemporaries(real, deadIds);
    }

    private static int sweepJournal(Path directory, Path journal, Set<String> deadIds) {
        try {
            if (!Files.isRegularFile(journal, LinkOption.NOFOLLOW_LINKS) || Files.size(journal) > MAX_JOURNAL_BYTES) {
                return 0;
            }
            try (FileChannel channel = FileChannel.open(
                    journal, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                if (channel.tryLock() == null) {
                    return 0;
                }
                int removed = 0;
                for (Path entry : PartialJournal.readEntries(read(channel))) {
                    removed += removePartial(directory, entry) ? 1 : 0;
                }
                deadIds.add(PartialJournal.idOf(journal.getFileName().toString()));
                Files.deleteIfExists(journal);
                return removed;
            }
        } catch (IOException | OverlappingFileLockException e) {
            // Alive, gone meanwhile, not ours to touch, or without locks: leave it alone.
            return 0;
        }
    }

    /** Whatever a journal says, only a regular file with a partial file's name is removed, and no link is followed. */
    private static boolean removePartial(Path directory, Path entry) {
        String leaf = entry.getFileName().toString();
        if (entry.isAbsolute()
                || !leaf.startsWith(PathPolicy.RESERVED_PREFIX)
                || !leaf.endsWith(PartialJournal.PARTIAL_SUFFIX)) {
            return false;
        }
        DirectoryHandle handle = null;
        try {
            handle = DirectoryHandle.open(directory);
            for (int i = 0; i < entry.getNameCount() - 1; i++) {
                Path name = entry.getName(i);
                if (name.toString().equals("..")) {
                    return false;
                }
                DirectoryHandle child = handle.openChild(name);
                handle.close();
                handle = child;
            }
            BasicFileAttributes attributes = handle.attributes(entry.getFileName());
            if (attributes == null || !attributes.isRegularFile()) {
                return false;
            }
            handle.deleteFile(entry.getFileName());
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            closeQuietly(handle);
        }
    }

    private static int removeTemporaries(Path directory, Set<String> deadIds) throws IOException {
        if (deadIds.isEmpty()) {
            return 0;
        }
        int removed = 0;
        String pattern = PathPolicy.RESERVED_PREFIX + "*" + PartialJournal.TEMPORARY_SUFFIX;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, pattern)) {
            for (Path entry : entries) {
                String rest = entry.getFileName().toString().substring(PathPolicy.RESERVED_PREFIX.length());
                int end = rest.indexOf('-');
                if (end > 0 && deadIds.contains(rest.substring(0, end))) {
                    try {
                        // A link itself, or an empty directory: nothing else fits this call.
                        Files.delete(entry);
                        removed++;
                    } catch (IOException e) {
                        continue;
                    }
                }
            }
        }
        return removed;
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer content = ByteBuffer.allocate((int) Math.min(channel.size(), MAX_JOURNAL_BYTES));
        while (content.hasRemaining() && channel.read(content) >= 0) {
            continue;
        }
        return new String(content.array(), 0, content.position(), StandardCharsets.US_ASCII);
    }

    private static void closeQuietly(DirectoryHandle handle) {
        if (handle != null) {
            try {
                handle.close();
            } catch (IOException e) {
                // Nothing was written through it.
            }
        }
    }
}
