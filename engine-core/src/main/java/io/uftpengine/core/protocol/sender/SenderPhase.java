package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Message;

/**
 * One phase of a sender's session. A phase only changes its own state and queues messages; the session looks at {@link
 * #isOver()} after every input and moves on.
 */
interface SenderPhase {
    /** A message of a participant that is neither lost nor aborted. */
    void onMessage(Participant from, Message message, long nowNs);

    /** The participant failed, outside this phase's doing. */
    void onFailed(Participant participant, long nowNs);

    /** Harmless when early or repeated. */
    void onTimeout(long nowNs);

    /** When {@link #onTimeout} has something to do. */
    long deadlineNs();

    /** Nothing was sent for long: sends something that keeps the receivers' idle timers from running out. */
    void keepAlive(long nowNs);

    /** All that the phase waited for has come, or was given up. */
    boolean isOver();

    /** What the phase waits for, for people; empty while it works. */
    String waitingFor();
}
