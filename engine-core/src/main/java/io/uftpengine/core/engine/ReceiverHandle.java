package io.uftpengine.core.engine;

import io.uftpengine.crypto.keystore.SenderList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A running receiver: its sockets are bound and its groups joined. */
public interface ReceiverHandle {
    /** This receiver's unique ID. */
    int uniqueId();

    /** The UDP port it listens on. */
    int port();

    /**
     * Takes files from these senders only from now on; empty = from any. Sessions under way stay, and whether encryption is
     * required does too.
     */
    void trust(Optional<SenderList> senders);

    /**
     * Calls at that interval, beginning at once, from the event loop that everything of this receiver depends on, until it ends: a
     * loop that hangs falls silent. The call must return at once.
     */
    void heartbeat(long intervalNs, Runnable beat);

    /**
     * Completes once the data path has been compiled ahead, which takes a processor for some seconds after the first receiver of a process
     * has started; at once when that is switched off, and early when a session comes. Nobody has to wait for it: a sender that comes earlier is
     * served more slowly.
     */
    CompletableFuture<Void> warmedUp();

    /** Completes once the receiver is stopped. */
    CompletableFuture<ReceiveReport> result();

    /** Stops: sessions under way are aborted, partial files removed. Idempotent. */
    CompletableFuture<ReceiveReport> stop(String reason);
}
