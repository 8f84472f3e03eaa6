package io.uftpengine.core.event;

/** A receiver as its sender sees it. */
public enum ReceiverState {
    /** Expected, not heard of yet. */
    MUTE,
    /** Registered, not confirmed yet. */
    REGISTERED,
    /** Taking part. */
    ACTIVE,
    /** Finished the session and was confirmed. */
    DONE,
    /** Stopped answering. */
    LOST,
    /** Sent an ABORT or was sent one. */
    ABORTED;

    /** True when nothing more is expected of it. */
    public boolean isFailed() {
        return this == LOST || this == ABORTED;
    }
}
