package io.uftpengine.core.transport;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;

/**
 * At most one log line per reason and minute (sessions' begin and end: {@link #SESSION_LINES}), with the number of those left out: what the network can cause must not
 * fill a disk. Single writer: one event loop.
 */
final class RateLimitedLog {
    /** One line per reason in this time. */
    static final long INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);

    /** Lines of one kind in a minute about sessions that begin or end: an operator wants to see each. */
    static final int SESSION_LINES = 100;

    /** Sources whose lines are told apart, of all reasons together: an attacker has as many as it likes. */
    static final int MAX_SOURCES = 32;

    /** What a line is about. */
    enum Reason {
        SEND_FAILED(1),
        ENCODE_FAILED(1),
        SESSION_REFUSED(1),
        SESSION_LIMIT(1),
        SESSION_STARTED(SESSION_LINES),
        SESSION_ENDED(SESSION_LINES),
        JOIN_FAILED(1),
        HANDLER_FAULT(1),
        OFFLOAD_OFF(1),
        /** One for each source. */
        UNAUTHENTICATED(1),
        /** One for each source. */
        REPLAYED(1);

        private final int linesPerInterval;

        Reason(int linesPerInterval) {
            this.linesPerInterval = linesPerInterval;
        }
    }

    /** Null: nobody reads it. */
    private final Logger logger;

    private final long intervalNs;
    private final long[] intervalStartNs = new long[Reason.values().length];

    /** In the interval; 0 = the reason has never come up. */
    private final int[] lines = new int[Reason.values().length];

    private final long[] suppressed = new long[Reason.values().length];

    private record Source(Reason reason, InetAddress address) {}

    /** When each had its line, oldest first. */
    private final Map<Source, Long> sources = new LinkedHashMap<>();

    RateLimitedLog(Logger logger) {
        this(logger, INTERVAL_NS);
    }

    RateLimitedLog(Logger logger, long intervalNs) {
        this.logger = logger;
        this.intervalNs = intervalNs;
    }

    /** Of what is of no concern to anybody. */
    static RateLimitedLog unread() {
        return new RateLimitedLog(null);
    }

    /** Whether a line for that reason is due; false counts as left out. */
    boolean isDue(Reason reason, long nowNs) {
        int at = reason.ordinal();
        if (lines[at] == 0 || nowNs - intervalStartNs[at] >= intervalNs) {
            intervalStartNs[at] = nowNs;
            lines[at] = 1;
            return true;
        }
        if (lines[at] < reason.linesPerInterval) {
            lines[at]++;
            return true;
        }
        suppressed[at]++;
        return false;
    }

    /**
     * Whether a line for that reason and source is due; false counts as left out. If it is, {@link #write} it: so nothing is
     * put together that is not written.
     */
    boolean isDue(Reason reason, InetAddress address, long nowNs) {
        Source source = new Source(reason, address);
        Long lastNs = sources.get(source);
        sources.values().removeIf(oneNs -> nowNs - oneNs >= intervalNs);
        if (lastNs == null && sources.size() < MAX_SOURCES || lastNs != null && nowNs - lastNs >= intervalNs) {
            sources.put(source, nowNs);
            return true;
        }
        suppressed[reason.ordinal()]++;
        return false;
    }

    /** Logs a line unless one for the same reason went out within the interval. */
    void log(Level level, Reason reason, long nowNs, String message) {
        log(level, reason, nowNs, message, null);
    }

    /** As {@link #log(Level, Reason, long, String)}, with an exception. */
    void log(Level level, Reason reason, long nowNs, String message, Throwable cause) {
        if (isDue(reason, nowNs)) {
            write(level, reason, message, cause);
        }
    }

    /** Logs a line that is due, with the number of those left out before. */
    void write(Level level, Reason reason, String message, Throwable cause) {
        long left = suppressed[reason.ordinal()];
        suppressed[reason.ordinal()] = 0;
        String line = left == 0 ? message : message + " (and " + left + " more of this kind before)";
        if (logger != null) {
            logger.log(level, line, cause);
        }
    }
}
