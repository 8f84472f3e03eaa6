package io.uftpengine.codec.field;

/**
 * A rate in 16 bits: 12-bit mantissa in the high bits, in which 10.0 is 4096, and a 4-bit decimal exponent (wire facts 2.3). Rates
 * are bytes per second of whole IP packets.
 */
public final class QuantizedRate {
    /** What the reference starts each feedback round with: no suppression; encodes as 0x481E. */
    public static final long UNLIMITED = (1L << 48) - 1;

    private static final int MAX_CODE = 0xFFFF;
    private static final int EXPONENT_BITS = 4;
    private static final int MAX_EXPONENT = (1 << EXPONENT_BITS) - 1;
    private static final double MANTISSA_PER_UNIT = 409.6;
    private static final double UNIT_PER_MANTISSA = 10 / 4096.0;

    private QuantizedRate() {}

    /** The code 0..65535 of a rate in bytes per second; what does not fit (from about 1e16) gets the highest code. */
    public static int encode(long bytesPerSecond) {
        double mantissa = Math.max(0, bytesPerSecond);
        int exponent = 0;
        while (mantissa > 10) {
            mantissa /= 10;
            exponent++;
        }
        int scaled = scale(mantissa);
        if (scaled << EXPONENT_BITS > MAX_CODE) {
            scaled = scale(mantissa / 10);
            exponent++;
        }
        return exponent > MAX_EXPONENT ? MAX_CODE : scaled << EXPONENT_BITS | exponent;
    }

    private static int scale(double mantissa) {
        return (int) (mantissa * MANTISSA_PER_UNIT + 0.5);
    }

    /** The rate in bytes per second of a code 0..65535. */
    public static long decode(int code) {
        return (long) ((code >> EXPONENT_BITS) * UNIT_PER_MANTISSA * Math.pow(10, code & MAX_EXPONENT));
    }
}
