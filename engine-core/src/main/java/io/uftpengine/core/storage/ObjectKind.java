package io.uftpengine.core.storage;

/** What a FILEINFO announces. */
public enum ObjectKind {
    /** A regular file. */
    FILE,
    /** A directory without content. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** A request to remove something. */
    DELETE,
    /** A question for the free space. */
    FREE_SPACE
}
