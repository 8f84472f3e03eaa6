package io.uftpengine.core.protocol.sender;

/** Lets so many things a second through. */
final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final int perSecond;
    private long windowNs;
    private int inWindow;

    RateLimit(int perSecond, long nowNs) {
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
