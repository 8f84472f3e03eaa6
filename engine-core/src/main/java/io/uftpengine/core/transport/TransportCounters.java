package io.uftpengine.core.transport;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What happened to datagrams, counted by reason. Single writer: the role's event loop; any thread may read.
 */
public final class TransportCounters {
    /** What is counted; the unit is datagrams unless the description says otherwise. */
    public enum Counter {
        /** Datagrams received. */
        DATAGRAMS_IN,
        /** UDP payload bytes received. */
        BYTES_IN,
        /** Datagrams handed to the kernel. */
        DATAGRAMS_OUT,
        /** UDP payload bytes handed to the kernel. */
        BYTES_OUT,
        /** Dropped: shorter than it claims to be. */
        DROPPED_TOO_SHORT,
        /** Dropped: longer than a datagram can be. */
        DROPPED_TOO_LONG,
        /** Dropped: a version that is not spoken here. */
        DROPPED_BAD_VERSION,
        /** Dropped: unknown message number. */
        DROPPED_UNKNOWN_FUNCTION,
        /** Dropped: wrong header length. */
        DROPPED_BAD_HEADER_LENGTH,
        /** Dropped: an inner length that does not fit. */
        DROPPED_BAD_FIELD_LENGTH,
        /** Dropped: a value without meaning. */
        DROPPED_BAD_VALUE,
        /** Dropped: encrypted, and no keys for it (yet). */
        DROPPED_ENCRYPTED,
        /** Dropped: its session is not known. */
        DROPPED_UNKNOWN_SESSION,
        /** Dropped: not from the session's peer's address. */
        DROPPED_WRONG_SOURCE,
        /** Dropped: source ID is not in the session. */
        DROPPED_UNKNOWN_PEER,
        /** Dropped: too far behind the highest sequence number, or packet counter. */
        DROPPED_LATE,
        /** In the clear, or not authentic, where keys have to vouch for it. */
        DROPPED_UNAUTHENTICATED,
        /** Dropped: authentic, but it has come before. */
        DROPPED_REPLAY,
        /** Sealed datagrams that waited for their keys. */
        DATAGRAMS_HELD,
        /** Works given to the key threads: signatures, key agreements and what goes with them. */
        KEY_WORK,
        /** Works refused because too many were under way: the peer tries again. */
        KEY_WORK_REFUSED,
        /** Dropped: its session is over. */
        DROPPED_SESSION_OVER,
        /** FILESEG whose file, section or block is not wanted: duplicates, mostly. */
        BLOCKS_NOT_WANTED,
        /** Blocks refused because the disk was behind: they count as lost. */
        BLOCKS_NO_ROOM,
        /** Blocks claimed and handed to the disk. */
        BLOCKS_STORED,
        /** Sessions forgotten before their sender confirmed them, because newer ones came. */
        SESSIONS_GAVE_WAY,
        /** ANNOUNCEs ignored: as many sessions as allowed are open, or wait to be confirmed. */
        ANNOUNCES_OVER_LIMIT,
        /** ANNOUNCEs ignored: their session has just ended. */
        ANNOUNCES_IN_COOL_DOWN,
        /** ANNOUNCEs ignored: meant for others, or of a session under way. */
        ANNOUNCES_IGNORED,
        /** ANNOUNCEs refused. */
        ANNOUNCES_REFUSED,
        /** Datagrams that the kernel would not send. */
        SEND_FAILED,
        /** Messages that did not fit their layout: a defect. */
        ENCODE_FAILED,
        /** Times that segmentation offload was switched off because the kernel refused it. */
        OFFLOAD_SWITCHED_OFF,
        /** Exceptions caught at the edge of a pipeline: a defect. */
        HANDLER_FAULTS
    }

    private final AtomicLongArray values = new AtomicLongArray(Counter.values().length);

    /** Adds one. */
    void count(Counter counter) {
        add(counter, 1);
    }

    /** Adds several. */
    void add(Counter counter, long amount) {
        int at = counter.ordinal();
        // A single writer: no atomic read-modify-write is needed, only a store that others see.
        values.setRelease(at, values.getPlain(at) + amount);
    }

    /** All that are not 0. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Counter counter : Counter.values()) {
            if (get(counter) != 0) {
                text.append(text.length() == 0 ? "" : ", ")
                        .append(counter)
                        .append(' ')
                        .append(get(counter));
            }
        }
        return text.toString();
    }

    /** How often something happened so far. */
    public long get(Counter counter) {
        return values.getAcquire(counter.ordinal());
    }
}
