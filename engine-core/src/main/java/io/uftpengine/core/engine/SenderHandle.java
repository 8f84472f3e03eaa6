package io.uftpengine.core.engine;

import io.uftpengine.core.config.ReceiverPins;
import java.util.concurrent.CompletableFuture;

/** A running sender. */
public interface SenderHandle {
    /** The session's group ID. */
    int groupId();

    /** This sender's unique ID. */
    int uniqueId();

    /** Takes these keys of receivers only from now on, in an encrypted session that asks for keys; those verified stay. */
    void pin(ReceiverPins pins);

    /**
     * Calls at that interval, beginning at once, from the event loop that everything of this sender depends on, until it ends: a
     * loop that hangs falls silent. The call must return at once.
     */
    void heartbeat(long intervalNs, Runnable beat);

    /** Completes when the session is over, whatever its outcome; exceptionally only by a defect of the engine. */
    CompletableFuture<SendReport> result();

    /** Ends the session now: ABORT to the receivers, then {@link #result()} with outcome INTERRUPTED. Idempotent. */
    void abort(String reason);
}
