package io.uftpengine.core.event;

/** Something a listener may want to know of a session, in the order it happened. Receiver IDs are the 32-bit unique IDs. */
public sealed interface SessionEvent {
    /** Phases as in the protocol text, section 1. */
    enum Phase {
        ANNOUNCE,
        FILE_INFO,
        DATA,
        COMPLETION,
        OVER
    }

    /** The session entered a phase. */
    record PhaseEntered(Phase phase) implements SessionEvent {}

    /**
     * Sender: an ANNOUNCE went out.
     *
     * @param attempt counts from 1
     * @param expected receivers in a closed group, 0 in an open one
     */
    record Announced(int attempt, int registered, int expected) implements SessionEvent {}

    /** Sender: the state of a receiver changed; {@code reason} is empty or one line. */
    record ReceiverChanged(int receiverId, ReceiverState state, String reason) implements SessionEvent {}

    /** A file begins. At the receiver also when it is refused later. */
    record FileStarted(int fileId, String name, long size) implements SessionEvent {}

    /** Sender: a pass over a file begins; blocks are those wanted in it. */
    record PassStarted(int fileId, int pass, long blocks) implements SessionEvent {}

    /** Sender: a file's result at one receiver. */
    record FileResult(int receiverId, int fileId, FileOutcome outcome) implements SessionEvent {}

    /** The file is finished with. At the receiver the outcome is its own; at the sender COPY when all were successes. */
    record FileFinished(int fileId, String name, long size, FileOutcome outcome, String reason)
            implements SessionEvent {}

    /** The GRTT in force changed, nanoseconds. */
    record GrttChanged(long grttNs) implements SessionEvent {}

    /**
     * A message of the key exchange was ignored because a check failed; forged, perhaps. The peer may try again. Told seldom: a
     * session bounds how many of these it makes.
     *
     * @param peerId in whose name the message came
     * @param reason which check failed, one line
     */
    record HandshakeRefused(int peerId, String reason) implements SessionEvent {}

    /** How a session ended. */
    enum SessionOutcome {
        /** At least one receiver got at least one file (sender), or the session was confirmed (receiver). */
        COMPLETED,
        /** Nobody answered the ANNOUNCE: exit code 7. */
        NO_ANNOUNCE_ANSWER,
        /** Nobody answered the FILEINFO: exit code 8. */
        NO_FILEINFO_ANSWER,
        /** All receivers dropped or aborted, or one did with quit-on-error, or a source failed: exit code 9. */
        ALL_LOST,
        /** The session ran to its end but no file was delivered: exit code 10. */
        NOTHING_DELIVERED,
        /** Ended by the user: exit code 6. */
        INTERRUPTED,
        /** Receiver: the sender sent an ABORT. */
        ABORTED_BY_PEER,
        /** Receiver: the sender fell silent. */
        PEER_LOST,
        /** Receiver: a local failure (disk) ended it. */
        FAILED,
        /**
         * Receiver: a check of the sender's signature or of the key exchange failed. Not necessarily the sender's fault: it may
         * have been a forgery in its name.
         */
        HANDSHAKE_FAILED
    }

    /** The last event of a session; {@code reason} is empty or one line. */
    record SessionEnded(SessionOutcome outcome, String reason) implements SessionEvent {}
}
