package io.uftpengine.core.protocol.machine;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileType;

/** The host's answer to an {@link Action} that needed slow work. */
public sealed interface TaskResult {
    /**
     * Sender: the object to send is open.
     *
     * @param name name on the wire
     * @param link target of a symbolic link, or empty
     * @param size bytes; 0 for everything that is not a regular file
     * @param modifiedSeconds seconds since the epoch
     */
    record SourceOpened(int fileId, FileType type, String name, String link, long size, long modifiedSeconds)
            implements TaskResult {}

    /** Sender: this object can't be sent (unreadable, name too long, not a file); the session goes on with the next. */
    record SourceUnusable(int fileId, String name, String reason) implements TaskResult {}

    /** Sender: nothing is left to send. */
    record SourcesExhausted(int fileId) implements TaskResult {}

    /** Sender: these blocks are in memory, in the order of the ReadBlocks requests. */
    record BlocksReady(int fileId, long firstBlock, int count) implements TaskResult {}

    /** Sender: the file could not be read, or changed while it was sent. The session must not end as a success. */
    record SourceFailed(int fileId, String reason) implements TaskResult {}

    /**
     * Sender: closed.
     *
     * @param changed what differs from when it was opened, or null when it is the same file still
     */
    record SourceClosed(int fileId, String changed) implements TaskResult {}

    /** What came of an {@link Action.OpenFile}. */
    enum OpenOutcome {
        /** Ready for blocks. */
        RECEIVE,
        /** Nothing to receive, it is done already (directory, link, delete): answer COMPLETE with the status. */
        FINISHED,
        /** Name or target refused: answer COMPLETE with status REJECTED, stay in the session. */
        REJECTED,
        /** Disk full or failing: ABORT this session at this receiver. */
        FAILED
    }

    /**
     * Receiver: answer to OpenFile.
     *
     * @param status for FINISHED
     * @param freeSpaceBytes answer to a free-space query, otherwise -1
     * @param reason for REJECTED and FAILED, one line naming file, cause and cure
     */
    record FileOpened(int fileId, OpenOutcome outcome, CompletionStatus status, long freeSpaceBytes, String reason)
            implements TaskResult {}

    /** Receiver: the file stands whole under its final name. */
    record FileCommitted(int fileId, CompletionStatus status) implements TaskResult {}

    /** Receiver: the whole file could not be put under its name, which was refused: COMPLETE with status REJECTED. */
    record FileRefused(int fileId, String reason) implements TaskResult {}

    /** Receiver: a write or the commit failed: ABORT this session at this receiver. */
    record FileFailed(int fileId, String reason) implements TaskResult {}

    /** Sender: handshake keys are agreed with that receiver, KEYINFO may list it (after CLIENT_KEY if that is asked for). */
    record ReceiverKeyed(int receiverId, int exchange) implements TaskResult {}

    /** Sender: that receiver's CLIENT_KEY is right. */
    record ReceiverVerified(int receiverId, int exchange) implements TaskResult {}

    /** Sender: that receiver has the group master and has proved it. */
    record ReceiverConfirmed(int receiverId) implements TaskResult {}

    /**
     * Sender: a receiver's key material, CLIENT_KEY or verify data is not right.
     *
     * @param exchange 0 when it was the verify data
     * @param reason which check failed, one line
     */
    record ReceiverRefused(int receiverId, int exchange, String reason) implements TaskResult {}

    /**
     * Receiver: the ANNOUNCE is its sender's, and here is what to answer it with.
     *
     * @param random for all REGISTERs of the session, 32 bytes
     * @param ecdhBlob likewise
     * @param clientKey what to send after every REGISTER, or null when the sender does not ask for it
     */
    record AnnounceVerified(Bytes random, Bytes ecdhBlob, ClientKey clientKey) implements TaskResult {}

    /** Receiver: the application keys are in force; {@code verifyData} goes into every KEYINFO_ACK. */
    record KeysAgreed(Bytes verifyData) implements TaskResult {}

    /** Receiver: a check of the handshake failed, one line says which: the session is refused. */
    record HandshakeFailed(String reason) implements TaskResult {}
}
