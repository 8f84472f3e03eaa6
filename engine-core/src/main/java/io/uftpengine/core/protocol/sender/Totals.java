package io.uftpengine.core.protocol.sender;

/** What a session has done so far. */
final class Totals {
    /** Files delivered, counted once for each receiver. */
    long delivered;
    /** Blocks handed out, retransmissions included. */
    long blocksSent;

    long blocksRetransmitted;
    /** Bytes of file content in them. */
    long bytesSent;

    long bytesRetransmitted;
    /** Blocks that receivers asked for again. */
    long naksReceived;
}
