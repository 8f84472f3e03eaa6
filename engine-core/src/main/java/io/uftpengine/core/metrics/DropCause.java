package io.uftpengine.core.metrics;

import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.List;

/** Why a datagram was dropped, coarser than the transport's counters: what an operator would do something else about. */
enum DropCause {
    /** No message of the protocol. */
    MALFORMED(
            Counter.DROPPED_TOO_SHORT,
            Counter.DROPPED_TOO_LONG,
            Counter.DROPPED_BAD_VERSION,
            Counter.DROPPED_UNKNOWN_FUNCTION,
            Counter.DROPPED_BAD_HEADER_LENGTH,
            Counter.DROPPED_BAD_FIELD_LENGTH,
            Counter.DROPPED_BAD_VALUE),
    /** In the clear or not authentic, where keys have to vouch for it. */
    UNAUTHENTICATED(Counter.DROPPED_UNAUTHENTICATED),
    /** Sealed, and its session has no keys for it, yet or ever. */
    NO_KEYS(Counter.DROPPED_ENCRYPTED),
    /** Authentic, but it has come before. */
    REPLAY(Counter.DROPPED_REPLAY),
    /** Too far behind the newest to tell whether it has come before. */
    LATE(Counter.DROPPED_LATE),
    /** Of no session that is known here. */
    UNKNOWN_SESSION(Counter.DROPPED_UNKNOWN_SESSION),
    /** Of a session that is over. */
    SESSION_OVER(Counter.DROPPED_SESSION_OVER),
    /** Not from the address that the session was set up from. */
    WRONG_SOURCE(Counter.DROPPED_WRONG_SOURCE),
    /** From nobody who takes part in the session. */
    UNKNOWN_PEER(Counter.DROPPED_UNKNOWN_PEER),
    /** A block that there was no memory for, because the disk is behind. */
    STAGING_FULL(Counter.BLOCKS_NO_ROOM);

    private final List<Counter> counters;

    DropCause(Counter... counters) {
        this.counters = List.of(counters);
    }

    /** The counters of the transport that it is made of. */
    List<Counter> counters() {
        return counters;
    }

    /** Datagrams that a role dropped for this reason so far. */
    long count(TransportCounters counted) {
        long sum = 0;
        for (Counter counter : counters) {
            sum += counted.get(counter);
        }
        return sum;
    }
}
