package io.uftpengine.core.engine;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** How the monotonic clock that machines run by relates to the calendar. */
final class Clocks {
    private Clocks() {}

    /** Microseconds since the epoch, less those of the monotonic clock. */
    static long epochOffsetMicros(long nowNs) {
        Instant now = Instant.now();
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        return micros - nowNs / 1000;
    }
}
