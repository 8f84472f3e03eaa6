package io.uftpengine.core.protocol.machine;

/** Why a datagram of a known session is dropped: each is a counter. */
public enum DropReason {
    /** Not from the address that this peer's session was set up from. */
    WRONG_SOURCE,
    /** Source ID is not the session's sender (receiver side) or not a participant (sender side). */
    UNKNOWN_PEER,
    /** Too far behind the highest sequence number seen (wire facts T10). */
    LATE,
    /** In an encrypted session: in the clear, or under another key than it has to be. */
    UNAUTHENTICATED,
    /** The session is over or the peer is lost. */
    SESSION_OVER
}
