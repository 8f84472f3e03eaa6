package io.uftpengine.core.management;

/**
 * How long the endpoint's thread does nothing after it has done something, so that its clients leave the processors to the transfers: a turn
 * of up to two milliseconds takes a fiftieth of one processor. After a longer one, as with the first page of metrics, a tenth of a second
 * has to do: so long who asks waits before it is its turn. What comes meanwhile is done together.
 */
final class Rest {
    /** So many times as long as it has worked. */
    static final long FACTOR = 49;

    static final long MIN_NS = 1_000_000;
    static final long MAX_NS = 100_000_000;

    private Rest() {}

    /** The rest after so much work, both in nanoseconds. */
    static long after(long workNs) {
        return workNs >= MAX_NS / FACTOR ? MAX_NS : Math.max(MIN_NS, workNs * FACTOR);
    }
}
