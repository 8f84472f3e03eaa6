package io.uftpengine.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * About how much a session is going to send, as far as it matters: counting ends where it is known to be a lot. What cannot be read counts as
 * nothing, and so do links below a directory, even where the session follows them: they may lead anywhere.
 */
final class BytesToSend {
    /** A session of so many files takes long whatever is in them, and counting on would take long, too. */
    static final int MOST_ENTRIES = 100_000;

    private final long enough;
    private final boolean followLinks;
    private long bytes;
    private int entries;

    /**
     * @param enough bytes at which counting may end
     * @param followLinks whether a name to send that is a link stands for what it points to
     */
    BytesToSend(long enough, boolean followLinks) {
        this.enough = enough;
        this.followLinks = followLinks;
    }

    /** What is in these files and directories, at most {@code enough}; as much as that, too, when there are more than {@link #MOST_ENTRIES}. May block. */
    long count(List<Path> arguments) {
        for (Path argument : arguments) {
            if (hasEnough()) {
                break;
            }
            try {
                add(argument);
            } catch (IOException | SecurityException e) {
                Logging.logger().debug("not counted: {}", argument, e);
            }
        }
        return entries > MOST_ENTRIES ? enough : Math.min(bytes, enough);
    }

    private void add(Path argument) throws IOException {
        Path path = followLinks ? argument.toRealPath() : argument;
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            // Not for plain files: a short session does without the classes of a walk.
            Files.walkFileTree(path, new Visitor());
        } else {
            add(attributes);
        }
    }

    private void add(BasicFileAttributes attributes) {
        entries++;
        if (attributes.isRegularFile()) {
            bytes += attributes.size();
        }
    }

    private boolean hasEnough() {
        return bytes >= enough || entries > MOST_ENTRIES;
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return seen(attributes);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return seen(attributes);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
            return FileVisitResult.CONTINUE;
        }

        private FileVisitResult seen(BasicFileAttributes attributes) {
            add(attributes);
            return hasEnough() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
        }
    }
}
