package io.uftpengine.core.storage;

/** What came of putting a whole file in place. */
public sealed interface CommitResult {
    /**
     * The file stands whole under its name.
     *
     * @param note what could not be done on the side (time stamps), or null
     */
    record Committed(String note) implements CommitResult {}

    /** The target became one that is not replaced; the partial file is removed. */
    record Refused(String reason) implements CommitResult {}

    /** The disk failed; the partial file is removed where possible. */
    record Failed(FileFailure failure) implements CommitResult {}
}
