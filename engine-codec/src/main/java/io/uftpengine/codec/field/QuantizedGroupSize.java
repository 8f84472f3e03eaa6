package io.uftpengine.codec.field;

/**
 * The number of receivers in one byte: 5-bit mantissa in the high bits, in which 10.0 is 32, and a 3-bit decimal exponent (wire
 * facts 2.2). It is not exact: 100 comes back as 94.
 */
public final class QuantizedGroupSize {
    private static final int MAX_CODE = 255;
    private static final int EXPONENT_BITS = 3;
    private static final int MAX_EXPONENT = (1 << EXPONENT_BITS) - 1;
    private static final double MANTISSA_PER_UNIT = 3.2;
    private static final double UNIT_PER_MANTISSA = 0.3125;

    private QuantizedGroupSize() {}

    /** The code 0..255 of a number of receivers, 0 or more; what does not fit (from about 98 million) gets the highest code. */
    public static int encode(int receivers) {
        double mantissa = Math.max(0, receivers);
        int exponent = 0;
        while (mantissa >= 10) {
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

    /** The number of receivers of a code 0..255. */
    public static int decode(int code) {
        return (int) ((code >> EXPONENT_BITS) * UNIT_PER_MANTISSA * Math.pow(10, code & MAX_EXPONENT) + 0.5);
    }
}
