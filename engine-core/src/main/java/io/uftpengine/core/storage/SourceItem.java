package io.uftpengine.core.storage;

import java.nio.file.Path;

/** One find of a {@link SourceTree}. */
public sealed interface SourceItem {
    /** Where it was found. */
    Path path();

    /**
     * Something to send.
     *
     * @param kind FILE, DIRECTORY (an empty one: others are implied by their content) or SYMLINK
     * @param size bytes; 0 for everything but a regular file
     * @param modifiedSeconds seconds since the epoch, rounded down
     * @param link text of a symbolic link, empty for everything else
     */
    record SourceEntry(Path path, RawName name, ObjectKind kind, long size, long modifiedSeconds, RawName link)
            implements SourceItem {}

    /**
     * Something that cannot be sent.
     *
     * @param name as it would have been sent
     * @param reason one line that names the file, the cause and the cure
     */
    record SourceProblem(Path path, RawName name, String reason) implements SourceItem {}
}
