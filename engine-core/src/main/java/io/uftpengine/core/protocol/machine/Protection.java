package io.uftpengine.core.protocol.machine;

/** What vouches for a message that came, or shall protect one that leaves (wire facts 6.4). */
public enum Protection {
    /** Nothing: it crosses the network in the clear, if perhaps signed. */
    CLEAR,
    /** One receiver's handshake key; only CLIENT_KEY travels so. */
    HANDSHAKE,
    /** The application key of its author. */
    APPLICATION
}
