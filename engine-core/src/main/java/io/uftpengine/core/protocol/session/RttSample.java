package io.uftpengine.core.protocol.session;

/** A round-trip time from an echoed time stamp (wire facts 2.4): sender's clock now minus the echo. */
public final class RttSample {
    /** Returned for an echo that cannot be one. */
    public static final long IMPLAUSIBLE = -1;
    /** Largest believable round trip; the protocol can express no more (wire facts 2.1). */
    public static final long MAX_NS = 1_000_000_000_000L;

    private static final long NANOS_PER_MICRO = 1000;
    /** Both ends cut their times to microseconds, so that a true 0 may come out a little below. */
    private static final long ROUNDING_MICROS = 2;

    private RttSample() {}

    /** Nanoseconds, 0 or more, or {@link #IMPLAUSIBLE}; any echo is allowed. */
    public static long of(long echoedMicros, long nowMicros) {
        if (echoedMicros > nowMicros + ROUNDING_MICROS || echoedMicros < nowMicros - MAX_NS / NANOS_PER_MICRO) {
            return IMPLAUSIBLE;
        }
        return Math.max(0, nowMicros - echoedMicros) * NANOS_PER_MICRO;
    }
}
