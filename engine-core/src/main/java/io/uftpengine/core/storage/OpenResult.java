package io.uftpengine.core.storage;

/** What came of an {@link OpenRequest}. */
public sealed interface OpenResult {
    /** Ready for blocks. The caller must end the sink with {@link FileSink#commit()} or {@link FileSink#discard()}. */
    record Receive(FileSink sink) implements OpenResult {}

    /**
     * Nothing to receive, it is done already.
     *
     * @param freeSpaceBytes answer to a free-space query, otherwise -1
     */
    record Finished(CompletionKind kind, long freeSpaceBytes) implements OpenResult {}

    /**
     * Name or target refused: answer COMPLETE with status rejected, stay in the session (wire facts 8.4).
     *
     * @param reason one line
     */
    record Rejected(String reason) implements OpenResult {}

    /** The disk is full or failing: ABORT (wire facts 8.4). */
    record Failed(FileFailure failure) implements OpenResult {}
}
