package io.uftpengine.core.storage;

import java.util.concurrent.atomic.AtomicLong;

/** How often a role's disk was used and how long that took. Single writer: the role's disk thread; any thread may read. */
public final class DiskTimes {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();

    /** One more use. */
    public void add(long ns) {
        // A single writer: no atomic read-modify-write is needed, only a store that others see.
        calls.setRelease(calls.getPlain() + 1);
        nanos.setRelease(nanos.getPlain() + ns);
    }

    /** How often. */
    public long calls() {
        return calls.getAcquire();
    }

    /** How long altogether. */
    public long nanos() {
        return nanos.getAcquire();
    }
}
