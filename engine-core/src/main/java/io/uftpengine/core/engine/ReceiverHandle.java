package io.uftpengine.core.engine;

import java.util.concurrent.CompletableFuture;

/** A running receiver: its sockets are bound and its groups joined. */
public interface ReceiverHandle {
    /** This receiver's unique ID. */
    int uniqueId();

    /** The UDP port it listens on. */
    int port();

    /** Completes once the receiver is stopped. */
    CompletableFuture<ReceiveReport> result();

    /** Stops: sessions under way are aborted, partial files removed. Idempotent. */
    CompletableFuture<ReceiveReport> stop(String reason);
}
