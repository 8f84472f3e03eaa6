package io.uftpengine.core.protocol.machine;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What a machine asks its host to do. */
public sealed interface Action {
    /** Where a message goes. */
    sealed interface Destination {}

    /** The address that ANNOUNCEs go to: the public group, or the one receiver in unicast mode. */
    record PublicGroup() implements Destination {}

    /** The address that everything after the ANNOUNCE goes to: the private group, or the one receiver. */
    record PrivateGroup() implements Destination {}

    /** One peer. */
    record Unicast(InetSocketAddress address) implements Destination {}

    /** Send a control message, after every block and message handed out before it. */
    record Send(UftpHeader header, Message message, Destination destination) implements Action {}

    /** Receiver: join the session's private group on the interface the session came in by. Idempotent. */
    record JoinGroup(InetAddress group) implements Action {}

    /** Receiver: leave it again. */
    record LeaveGroup(InetAddress group) implements Action {}

    /**
     * Receiver: prepare for an offered file; answered by {@link TaskResult.FileOpened}.
     *
     * @param modifiedSeconds seconds since the epoch, 0 = unknown
     * @param size bytes
     * @param link target of a symbolic link, or empty
     */
    record OpenFile(int fileId, FileType type, String name, String link, long size, long modifiedSeconds)
            implements Action {}

    /**
     * Receiver: every block is claimed. After all writes have returned, put the file in place; answered by
     * {@link TaskResult.FileCommitted} or {@link TaskResult.FileFailed}.
     */
    record CommitFile(int fileId) implements Action {}

    /** Receiver: throw the partial file away (the session ends or was aborted). Not answered. */
    record DiscardFile(int fileId) implements Action {}

    /**
     * Sender: open the next object of the list; answered by {@link TaskResult.SourceOpened},
     * {@link TaskResult.SourceUnusable} or {@link TaskResult.SourcesExhausted}.
     */
    record OpenSource(int fileId) implements Action {}

    /**
     * Sender: read a run of consecutive blocks; answered by {@link TaskResult.BlocksReady} in the order asked, or
     * {@link TaskResult.SourceFailed}. The machine bounds the runs under way.
     */
    record ReadBlocks(int fileId, long firstBlock, int count) implements Action {}

    /**
     * Sender: the file is finished with; check that it did not change, then close it and drop unconsumed runs; answered
     * by {@link TaskResult.SourceClosed}.
     */
    record CloseSource(int fileId) implements Action {}
}
