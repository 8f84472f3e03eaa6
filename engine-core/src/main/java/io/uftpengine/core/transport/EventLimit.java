package io.uftpengine.core.transport;

import java.util.concurrent.TimeUnit;

/** Lets so many events a second through. Single writer. */
final class EventLimit {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private long windowNs;
    private int inWindow;

    EventLimit(int perSecond, long nowNs) {
        this.perSecond = perSecond;
        windowNs = nowNs;
    }

    /** Counts one more; false when the second is used up. */
    boolean allows(long nowNs) {
        if (nowNs - windowNs >= SECOND_NS) {
            windowNs = nowNs;
            inWindow = 0;
        }
        if (inWindow == perSecond) {
            return false;
        }
        inWindow++;
        return true;
    }
}
