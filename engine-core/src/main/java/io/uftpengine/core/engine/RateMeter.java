package io.uftpengine.core.engine;

import java.util.concurrent.TimeUnit;

/** How fast a count grows, seen at irregular moments. Single writer. */
final class RateMeter {
    /** Older looks say nothing about now. */
    static final long MAX_AGE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final long beganNs;
    private long lastNs;
    private long lastCount;

    /** @param beganNs when the count was 0 */
    RateMeter(long beganNs) {
        this.beganNs = beganNs;
        lastNs = beganNs;
    }

    /** Growth a second since the last look, or since the beginning when that is too long ago. */
    double perSecond(long count, long nowNs) {
        boolean isRecent = nowNs - lastNs <= MAX_AGE_NS;
        long fromNs = isRecent ? lastNs : beganNs;
        long grown = isRecent ? count - lastCount : count;
        lastNs = nowNs;
        lastCount = count;
        return nowNs - fromNs <= 0 ? 0 : grown * SECOND_NS / (nowNs - fromNs);
    }
}
