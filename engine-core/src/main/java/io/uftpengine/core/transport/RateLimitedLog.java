package io.uftpengine.core.transport;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;

/**
 * At most one log line per reason and minute, with the number of those left out: what the network can cause must not
 * fill a disk. Single writer: one event loop.
 */
final class RateLimitedLog {
    /** One line per reason in this time. */
    static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    /** What a line is about. */
    enum Reason {
        SEND_FAILED,
        ENCODE_FAILED,
        SESSION_REFUSED,
        SESSION_LIMIT,
        ANNOUNCE_UNUSABLE,
        SESSION_STARTED,
        SESSION_ENDED,
        JOIN_FAILED,
        HANDLER_FAULT,
        OFFLOAD_OFF
    }

    private final Logger logger;
    private final long intervalNs;
    private final long[] lastNs = new long[Reason.values().length];
    private final boolean[] used = new boolean[Reason.values().length];
    private final long[] suppressed = new long[Reason.values().length];

    RateLimitedLog(Logger logger) {
        this(logger, INTERVAL_NS);
    }

    RateLimitedLog(Logger logger, long intervalNs) {
        this.logger = logger;
        this.intervalNs = intervalNs;
        Arrays.fill(lastNs, 0);
    }

    /** Whether a line for that reason is due; false counts as left out. */
    boolean isDue(Reason reason, long nowNs) {
        int at = reason.ordinal();
        if (used[at] && nowNs - lastNs[at] < intervalNs) {
            suppressed[at]++;
            return false;
        }
        used[at] = true;
        lastNs[at] = nowNs;
        return true;
    }

    /** Logs a line unless one for the same reason went out within the interval. */
    void log(Level level, Reason reason, long nowNs, String message) {
        log(level, reason, nowNs, message, null);
    }

    /** As {@link #log(Level, Reason, long, String)}, with an exception. */
    void log(Level level, Reason reason, long nowNs, String message, Throwable cause) {
        if (!isDue(reason, nowNs)) {
            return;
        }
        long left = suppressed[reason.ordinal()];
        suppressed[reason.ordinal()] = 0;
        String line = left == 0 ? message : message + " (and " + left + " more of this kind before)";
        logger.log(level, line, cause);
    }
}
