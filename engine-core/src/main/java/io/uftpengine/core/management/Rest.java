package io.uftpengine.core.management;

/**
 * How long the endpoint's thread does nothing after it has done something: whatever its clients do, it takes a fiftieth of one processor and
 * leaves the rest to the transfers. Who asks waits for a tenth of a second at most before it is its turn, and what comes meanwhile is
 * done together.
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
