package io.uftpengine.core.storage;

import io.uftpengine.core.storage.SourceItem.SourceEntry;
import io.uftpengine.core.storage.SourceItem.SourceProblem;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/**
 * Walks what a user wants sent, one object at a time, in the order given; directories depth first, their entries in the
 * order of their names. Memory is bounded however large the tree: a directory with more than {@link #MAX_SORTED_ENTRIES}
 * entries is walked in the order the system lists it.
 *
 * <p>Names, as the reference forms them: a file is sent under its own name without the directories before it, what is in a
 * directory under the directory's name and the path below it; symbolic links are sent as links unless they are to be
 * followed; special files are left out. Differences: the content of {@code .} goes without a directory (the reference
 * sends {@code ./a}, which means the same), that of {@code ..} under the real name of that directory (the reference sends
 * {@code ../a}, which every receiver rejects).
 *
 * <p>Single writer; every call may block: use a disk thread.
 */
public final class SourceTree implements AutoCloseable {
    /** Entries of a directory that are read at once and sorted; a larger directory is held open while it is walked. */
    public static final int MAX_SORTED_ENTRIES = 4096;

    /** Deepest directory that is entered. */
    public static final int MAX_DEPTH = 150;

    /** A directory under way. */
    private static final class Level {
        final RawName name;
        final Object key;
        final Iterator<Path> entries;
        final DirectoryStream<Path> open;

        Level(RawName name, Object key, Iterator<Path> entries, DirectoryStream<Path> open) {
            this.name = name;
            this.key = key;
            this.entries = entries;
            this.open = open;
        }
    }

    private final Iterator<Path> arguments;
    private final boolean followLinks;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();

    /**
     * @param arguments files and directories, absolute or relative to the current directory
     * @param followLinks whether links are replaced by what they point to
     */
    public SourceTree(List<Path> arguments, boolean followLinks) {
        this.arguments = List.copyOf(arguments).iterator();
        this.followLinks = followLinks;
    }

    /** Whether there is anything of that name, if only a link that leads nowhere. */
    public static boolean exists(Path argument) {
        return Files.exists(argument, LinkOption.NOFOLLOW_LINKS);
    }

    /** The next object or problem, or null at the end. A problem never ends the walk. */
    public SourceItem next() {
        while (true) {
            SourceItem item = null;
            Level level = levels.peek();
            if (level == null) {
                if (!arguments.hasNext()) {
                    return null;
                }
                Path argument = arguments.next();
                item = visit(argument, argumentName(argument));
            } else {
                Path entry = nextEntry(level);
                if (entry == null) {
                    closeLevel(levels.pop());
                } else {
                    item = visit(entry, join(level.name, entry.getFileName()));
                }
            }
            if (item != null) {
                return item;
            }
        }
    }

    @Override
    public void close() {
        while (!levels.isEmpty()) {
            closeLevel(levels.pop());
        }
    }

    /** @return null when a directory was entered instead */
    private SourceItem visit(Path path, RawName name) {
        if (path.getFileName() != null && path.getFileName().toString().startsWith(PathPolicy.RESERVED_PREFIX)) {
            return problem(path, name, "is a partial file of a receiver, which every receiver refuses; leave it out");
        }
        try {
            BasicFileAttributes attributes = followLinks
                    ? Files.readAttributes(path, BasicFileAttributes.class)
                    : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (attributes.isDirectory()) {
                return enter(path, name, attributes);
            } else if (attributes.isSymbolicLink()) {
                RawName link = RawName.of(NativeName.toBytes(Files.readSymbolicLink(path)));
                return entry(path, name, ObjectKind.SYMLINK, 0, attributes, link);
            } else if (!attributes.isRegularFile()) {
                return problem(path, name, "is a special file (device, pipe or socket); leave it out");
            } else if (!Files.isReadable(path)) {
                return problem(path, name, "permission denied; make it readable for this user");
            }
            return entry(path, name, ObjectKind.FILE, attributes.size(), attributes, RawName.of(""));
        } catch (NoSuchFileException e) {
            return problem(path, name, missing(path));
        } catch (IOException e) {
            return problem(path, name, FileFailure.describe(e) + "; check it and its directories");
        }
    }

    private SourceItem enter(Path path, RawName name, BasicFileAttributes attributes) throws IOException {
        if (levels.size() >= MAX_DEPTH) {
            return problem(path, name, "directories are nested deeper than " + MAX_DEPTH + "; send it by itself");
        }
        for (Level above : levels) {
            if (attributes.fileKey() != null && attributes.fileKey().equals(above.key)) {
                return problem(path, name, "is a link to a directory that it lies in; remove the link");
            }
        }
        Level level;
        try {
            level = list(path, name, attributes.fileKey());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (level.entries.hasNext()) {
            levels.push(level);
            return null;
        }
        closeLevel(level);
        // The root of a walk without a name of its own has nothing that a receiver could make.
        return name.length() == 0 ? null : entry(path, name, ObjectKind.DIRECTORY, 0, attributes, RawName.of(""));
    }

    private static Level list(Path path, RawName name, Object key) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(path);
        boolean keep = false;
        try {
            Iterator<Path> rest = stream.iterator();
            List<Path> first = new ArrayList<>();
            while (first.size() < MAX_SORTED_ENTRIES && rest.hasNext()) {
                first.add(rest.next());
            }
            first.sort(Comparator.comparing(Path::getFileName));
            keep = rest.hasNext();
            return keep
                    ? new Level(name, key, chain(first.iterator(), rest), stream)
                    : new Level(name, key, first.iterator(), null);
        } finally {
            if (!keep) {
                stream.close();
            }
        }
    }

    private static Iterator<Path> chain(Iterator<Path> first, Iterator<Path> second) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() || second.hasNext();
            }

            @Override
            public Path next() {
                return first.hasNext() ? first.next() : second.next();
            }
        };
    }

    private static Path nextEntry(Level level) {
        try {
            return level.entries.hasNext() ? level.entries.next() : null;
        } catch (DirectoryIteratorException e) {
            // The directory vanished while it was walked.
            return null;
        }
    }

    private static void closeLevel(Level level) {
        if (level.open != null) {
            try {
                level.open.close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }

    private static SourceItem entry(
            Path path, RawName name, ObjectKind kind, long size, BasicFileAttributes attributes, RawName link) {
        if (name.length() > RawName.MAX_SENT_BYTES) {
            return problem(
                    path,
                    name,
                    "its name of " + name.length() + " bytes is longer than the " + RawName.MAX_SENT_BYTES
                            + " that the protocol allows; send a directory nearer to it");
        } else if (name.length() + link.length() > RawName.MAX_SENT_WITH_LINK_BYTES) {
            return problem(
                    path,
                    name,
                    "name and link text have " + (name.length() + link.length()) + " bytes, more than the "
                            + RawName.MAX_SENT_WITH_LINK_BYTES + " that the protocol allows; shorten the link");
        }
        long seconds = attributes.lastModifiedTime().toInstant().getEpochSecond();
        return new SourceEntry(path, name, kind, size, seconds, link);
    }

    private static SourceProblem problem(Path path, RawName name, String cause) {
        return new SourceProblem(path, name, "cannot send '" + RawName.of(NativeName.toBytes(path)) + "': " + cause);
    }

    private static String missing(Path path) {
        String text = path.toString();
        boolean isMangled = text.indexOf('\uFFFD') >= 0;
        return "no such file or directory; check the name" + (isMangled ? ", run with LC_ALL=C.UTF-8" : "");
    }

    /** The last component that means something; empty for {@code .} and the root directory. */
    private static RawName argumentName(Path argument) {
        Path last = argument.getFileName();
        if (last == null || last.toString().isEmpty() || last.toString().equals(".")) {
            return RawName.of("");
        }
        if (last.toString().equals("..")) {
            try {
                Path real = argument.toRealPath().getFileName();
                return RawName.of(real == null ? new byte[0] : NativeName.toBytes(real));
            } catch (IOException e) {
                // visit() will say what is wrong with it.
                return RawName.of("..");
            }
        }
        return RawName.of(NativeName.toBytes(last));
    }

    private static RawName join(RawName directory, Path entry) {
        byte[] name = NativeName.toBytes(entry);
        if (directory.length() == 0) {
            return RawName.of(name);
        }
        byte[] joined = new byte[directory.length() + 1 + name.length];
        System.arraycopy(directory.bytes(), 0, joined, 0, directory.length());
        joined[directory.length()] = '/';
        System.arraycopy(name, 0, joined, directory.length() + 1, name.length);
        return RawName.of(joined);
    }
}
