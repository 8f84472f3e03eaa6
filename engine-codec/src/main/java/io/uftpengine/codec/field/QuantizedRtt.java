package io.uftpengine.codec.field;

/**
 * A round-trip time in one byte: 1 microsecond to 1000 seconds, linear below 33 microseconds, logarithmic above and rounded up by
 * at most 8 % (wire facts 2.1; RFC 5401 3.7.4).
 */
public final class QuantizedRtt {
    public static final double MIN_SECONDS = 1e-6;
    public static final double MAX_SECONDS = 1000;

    private static final int LINEAR_CODES = 32;
    private static final double LINEAR_END_SECONDS = 33e-6;
    private static final int MAX_CODE = 255;
    private static final double CODES_PER_E = 13;
    private static final double NANOS_PER_SECOND = 1e9;

    /** Absorbs the rounding of the floating-point logarithm, so that encoding a decoded code gives that code. */
    private static final double TOLERANCE_CODES = 1e-9;

    private static final double[] SECONDS = new double[MAX_CODE + 1];
    private static final long[] NANOS = new long[MAX_CODE + 1];

    static {
        for (int code = 0; code <= MAX_CODE; code++) {
            SECONDS[code] = code < LINEAR_CODES
                    ? (code + 1) * MIN_SECONDS
                    : MAX_SECONDS / Math.exp((MAX_CODE - code) / CODES_PER_E);
            NANOS[code] = Math.round(SECONDS[code] * NANOS_PER_SECOND);
        }
    }

    private QuantizedRtt() {}

    /** The code 0..255 of a time in seconds; values out of range are clamped. */
    public static int encode(double seconds) {
        double clamped = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));
        if (clamped < LINEAR_END_SECONDS) {
            return (int) (clamped / MIN_SECONDS + TOLERANCE_CODES) - 1;
        }
        return (int) Math.ceil(MAX_CODE - CODES_PER_E * Math.log(MAX_SECONDS / clamped) - TOLERANCE_CODES);
    }

    /** The time in seconds of a code 0..255. */
    public static double decodeSeconds(int code) {
        return SECONDS[code];
    }

    /** The code of a time in nanoseconds. */
    public static int encodeNanos(long nanos) {
        return encode(nanos / NANOS_PER_SECOND);
    }

    /** The time in nanoseconds of a code 0..255. */
    public static long decodeNanos(int code) {
        return NANOS[code];
    }
}
