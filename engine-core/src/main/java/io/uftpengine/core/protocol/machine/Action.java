package io.uftpengine.core.protocol.machine;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
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

    /**
     * Send a control message, after every block and message handed out before it.
     *
     * @param protection what to seal it with; the host takes the keys, and the counter's next value, when it sends
     */
    record Send(UftpHeader header, Message message, Destination destination, Protection protection) implements Action {
        /** In the clear. */
        public Send(UftpHeader header, Message message, Destination destination) {
            this(header, message, destination, Protection.CLEAR);
        }
    }

    /**
     * What needs keys. Most of it takes the better part of a millisecond, so the host does it elsewhere, in the order asked,
     * and then answers with the {@link TaskResult} named at each action, or with none.
     */
    sealed interface KeyAction extends Action {}

    /** Sender: sign an ANNOUNCE, whose signature is all zeros so far, and send it. Not answered. */
    record SendSigned(UftpHeader header, Message message, Destination destination) implements KeyAction {}

    /**
     * Sender: a REGISTER has come, agree on keys with its author; answered by {@link TaskResult.ReceiverKeyed} or
     * {@link TaskResult.ReceiverRefused}. Keys of an earlier exchange with that receiver are dropped.
     *
     * <p>A receiver sends its CLIENT_KEY right after the REGISTER, so it comes before the keys are agreed, and again only 5 GRTT
     * later. Therefore the host holds back what comes sealed from that receiver meanwhile, a bounded few, and opens it when the
     * machine has had its answer.
     *
     * @param exchange counts such requests of the session from 1; comes back in the answers
     * @param random of the REGISTER, 32 bytes
     * @param ecdhBlob of the REGISTER, anything
     */
    record AgreeKeys(int receiverId, int exchange, Bytes random, Bytes ecdhBlob) implements KeyAction {}

    /**
     * Sender: check the signature and the fingerprint of a CLIENT_KEY; answered by {@link TaskResult.ReceiverVerified} or
     * {@link TaskResult.ReceiverRefused}.
     *
     * @param clientKey the message and its bytes
     */
    record VerifyClientKey(int receiverId, int exchange, Inbound clientKey) implements KeyAction {}

    /** Sender: wrap the group master for those receivers (as many as fit), sign the KEYINFO and send it. Not answered. */
    record SendKeyInfo(UftpHeader header, IdList receivers, Destination destination) implements KeyAction {}

    /**
     * Sender: compare the verify data of a KEYINFO_ACK; answered by {@link TaskResult.ReceiverConfirmed} or
     * {@link TaskResult.ReceiverRefused}.
     *
     * @param verifyData as it came, possibly longer than the hash
     */
    record CheckVerifyData(int receiverId, Bytes verifyData) implements KeyAction {}

    /** Sender: nothing more is expected of that receiver, its keys can go. Not answered. */
    record DropKeys(int receiverId) implements KeyAction {}

    /**
     * Receiver: check the signature of the ANNOUNCE, make this session's own keys; answered by
     * {@link TaskResult.AnnounceVerified} or {@link TaskResult.HandshakeFailed}. Asked once, first of all key actions.
     *
     * @param announce the message with its datagram and an EXT_ENC_INFO whose parameters have been checked
     */
    record VerifyAnnounce(Inbound announce) implements KeyAction {}

    /**
     * Receiver: check the signature of a KEYINFO and open the group master; answered by {@link TaskResult.KeysAgreed} or
     * {@link TaskResult.HandshakeFailed}.
     *
     * @param keyInfo the message, which lists this receiver, with its datagram
     */
    record OpenKeyInfo(Inbound keyInfo) implements KeyAction {}

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
