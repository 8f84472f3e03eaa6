package io.uftpengine.core.transport;

/** Which session a datagram belongs to: one for a sender, many for a receiver. Called on the role's event loop. */
interface SessionDirectory {
    /** The session's driver, or null. */
    SessionDriver find(int groupId, int instance);

    /**
     * A control message of no known session.
     *
     * @param writer of the channel that it came by
     */
    void onUnknown(ReceivedMessage message, DatagramWriter writer, long nowNs);

    /** The socket takes more again: whoever transmits goes on. */
    void onWritable();
}
