package io.uftpengine.core.engine;

import java.util.concurrent.CompletableFuture;

/** A running sender. */
public interface SenderHandle {
    /** The session's group ID. */
    int groupId();

    /** This sender's unique ID. */
    int uniqueId();

    /** Completes when the session is over, whatever its outcome; exceptionally only by a defect of the engine. */
    CompletableFuture<SendReport> result();

    /** Ends the session now: ABORT to the receivers, then {@link #result()} with outcome INTERRUPTED. Idempotent. */
    void abort(String reason);
}
