package io.uftpengine.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers which partial files one receiver has in one destination directory, so that those left by a kill can be
 * removed by {@link PartialSweep}.
 *
 * <p>The journal is a file {@code .~uftp-<receiver>-<random>.lock} in the destination directory: one line per partial
 * file, the hex form of its path below the directory, written before the file is made. Its owner holds a lock on it for
 * as long as it lives; who can get the lock knows that the owner is dead. The file exists only while something is being
 * received: who looks into the directory after a session sees what was sent and nothing else. Safe for use by several disk threads.
 */
final class PartialJournal implements AutoCloseable {
    static final String SUFFIX = ".lock";
    static final String PARTIAL_SUFFIX = ".part";
    static final String TEMPORARY_SUFFIX = ".tmp";

    /** A journal longer than this is written anew with the live entries only, bytes. */
    private static final int COMPACTION_BYTES = 64 * 1024;

    private static final int MAX_ATTEMPTS = 3;
    private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

    /**
     * Journals of this process, by file name. They must not even be opened by a sweep: POSIX drops a process's locks on a
     * file when any of its descriptors is closed.
     */
    static final Set<String> OWN_JOURNALS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final int receiverId;
    private final Set<Path> live = new HashSet<>();
    private String id = newId();
    private Path file;
    private FileChannel channel;

    /** Of the journal, bytes: asking the channel where it stands is a system call. */
    private long length;

    private long counter;
    private int temporaries;
    private int holders;
    private boolean closed;

    PartialJournal(Path directory, int receiverId) {
        this.directory = directory;
        this.receiverId = receiverId;
    }

    /**
     * A name for a partial file that no other receiver, session or process uses; at most 66 bytes, so that it fits where
     * a 255-byte target name does.
     */
    synchronized Path newPartialName(int groupId, int fileId) {
        return Path.of(PathPolicy.RESERVED_PREFIX + UPPER_HEX.toHexDigits(groupId) + "-"
                + UPPER_HEX.toHexDigits((short) fileId) + "-" + id + "-" + Long.toHexString(++counter)
                + PARTIAL_SUFFIX);
    }

    /**
     * A name for a short-lived directory or link in the destination directory, which {@link PartialSweep} finds by the
     * journal's id in it. To be followed by {@link #endTemporary}.
     */
    synchronized Path beginTemporary() throws IOException {
        ensureOpen();
        temporaries++;
        return Path.of(PathPolicy.RESERVED_PREFIX + id + "-" + Long.toHexString(++counter) + TEMPORARY_SUFFIX);
    }

    /** Call when it is renamed or removed. */
    synchronized void endTemporary() {
        temporaries--;
        closeIfIdle();
    }

    /**
     * Files follow each other from now on, until as many {@link #release}: to make a journal for each of them takes longer than to
     * receive a small file.
     */
    synchronized void hold() {
        holders++;
    }

    synchronized void release() {
        holders--;
        closeIfIdle();
    }

    /** Call before a partial file is made; when it throws, nothing is to be ended. */
    synchronized void begin(Path relativePath) throws IOException {
        ensureOpen();
        try {
            if (length > COMPACTION_BYTES) {
                channel.truncate(0);
                length = 0;
                for (Path entry : live) {
                    append(lineOf(entry));
                }
            }
            append(lineOf(relativePath));
            live.add(relativePath);
        } finally {
            // A full disk must not leave a journal without entries behind.
            closeIfIdle();
        }
    }

    /** Call when it is renamed or removed. */
    synchronized void end(Path relativePath) {
        live.remove(relativePath);
        closeIfIdle();
    }

    /** Lets go of the journal, which stays when partial files are left behind. */
    @Override
    public synchronized void close() {
        closed = true;
        closeIfIdle();
        if (channel != null) {
            closeChannel();
        }
    }

    private void closeIfIdle() {
        if (channel == null || !live.isEmpty() || temporaries > 0 || holders > 0) {
            return;
        }
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Somebody's next sweep removes it.
        }
        closeChannel();
    }

    private void closeChannel() {
        try {
            channel.close();
        } catch (IOException e) {
            // The lines matter only after a kill.
        }
        OWN_JOURNALS.remove(file.getFileName().toString());
        channel = null;
    }

    private static String lineOf(Path relativePath) {
        return HexFormat.of().formatHex(NativeName.toBytes(relativePath));
    }

    /** The id in a journal's name, or null when the name is not a journal's. */
    static String idOf(String fileName) {
        if (!fileName.startsWith(PathPolicy.RESERVED_PREFIX) || !fileName.endsWith(SUFFIX)) {
            return null;
        }
        String[] parts = fileName.substring(PathPolicy.RESERVED_PREFIX.length(), fileName.length() - SUFFIX.length())
                .split("-", -1);
        return parts.length == 2 && parts[0].length() == 8 && parts[1].length() == 16 ? parts[1] : null;
    }

    private void append(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.US_ASCII));
        boolean done = false;
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            length += bytes.limit();
            done = true;
        } finally {
            if (!done) {
                // Half a line would spoil the next one, too.
                channel.truncate(length);
            }
        }
    }

    private void ensureOpen() throws IOException {
        if (closed) {
            throw new IOException("the receiver has been stopped");
        }
        for (int attempt = 0; channel == null; attempt++) {
            if (attempt == MAX_ATTEMPTS) {
                throw new IOException("cannot keep a journal of partial files in " + directory);
            }
            tryOpen();
        }
    }

    private void tryOpen() throws IOException {
        id = newId();
        String name = String.format("%s%08X-%s%s", PathPolicy.RESERVED_PREFIX, receiverId, id, SUFFIX);
        Path path = directory.toRealPath().resolve(name);
        OWN_JOURNALS.add(name);
        FileChannel opened = null;
        boolean kept = false;
        try {
            opened = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    DirectoryHandle.fileMode());
            if (lock(opened) && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                channel = opened;
                length = 0;
                file = path;
                kept = true;
            }
        } finally {
            if (!kept) {
                OWN_JOURNALS.remove(name);
                if (opened != null) {
                    opened.close();
                }
            }
        }
    }

    /** False when another receiver's sweep holds the file in this moment. */
    private static boolean lock(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (IOException e) {
            // No locks on this file system: nobody else can lock it either, so a sweep leaves our files alone.
            return true;
        }
    }

    /** 16 hex digits. */
    private static String newId() {
        return HexFormat.of().toHexDigits(UUID.randomUUID().getMostSignificantBits());
    }

    /** Entries of a dead journal as paths below the directory; lines that are no partial file's are left out. */
    static Path[] readEntries(String content) {
        return content.lines()
                .map(PartialJournal::parse)
                .filter(path -> path != null)
                .toArray(Path[]::new);
    }

    private static Path parse(String line) {
        try {
            byte[] bytes = HexFormat.of().parseHex(line);
            if (bytes.length == 0 || Arrays.equals(bytes, new byte[] {'/'})) {
                return null;
            }
            return NativeName.toPath(bytes);
        } catch (IllegalArgumentException e) {
            // A line cut short by the kill.
            return null;
        }
    }
}
