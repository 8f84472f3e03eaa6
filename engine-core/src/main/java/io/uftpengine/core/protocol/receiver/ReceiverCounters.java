package io.uftpengine.core.protocol.receiver;

/** What a receiver session counts over its whole life, for reports. Written by the session's parts only. */
final class ReceiverCounters {
    /** Blocks wanted and claimed. */
    long blocksReceived;

    /** Bytes of data in them. */
    long bytesReceived;

    /** Blocks of the current or the last file that were there already. */
    long blockDuplicates;

    /** Blocks for which the host had no room. */
    long blocksRefused;

    /** Blocks that came too early, of another file, outside the file or of a wrong length. */
    long blocksUnfit;

    /** STATUS messages sent. */
    long statusesSent;

    /** Blocks asked for in them. */
    long naksSent;
}
