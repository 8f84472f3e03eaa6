package io.uftpengine.core.engine;

import java.util.concurrent.TimeUnit;

/** How fast content flows, seen at irregular moments. Single writer. */
final class RateMeter {
    /** Older looks say nothing about now. */
    static final long MAX_AGE_NS = TimeUnit.SECONDS.toNanos(10);

    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private boolean hasLast;
    private long lastNs;
    private long lastBytes;

    /**
     * Bytes a second since the last look; when that is too long ago, since the file under way began.
     *
     * @param bytes of all files so far
     * @param fileBytes of the file under way
     * @param fileBeganNs or {@code nowNs} without one
     */
    double perSecond(long bytes, long fileBytes, long fileBeganNs, long nowNs) {
        boolean isRecent = hasLast && nowNs - lastNs <= MAX_AGE_NS;
        long fromNs = isRecent ? lastNs : fileBeganNs;
        long grown = isRecent ? bytes - lastBytes : fileBytes;
        hasLast = true;
        lastNs = nowNs;
        lastBytes = bytes;
        return nowNs - fromNs <= 0 ? 0 : grown * SECOND_NS / (nowNs - fromNs);
    }
}
