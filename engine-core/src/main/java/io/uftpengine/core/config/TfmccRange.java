package io.uftpengine.core.config;

import java.util.Optional;

/**
 * Bounds of the rate that TFMCC finds, bits of IP packets a second; 0 = not given. As an option: {@code none}, {@code tfmcc},
 * {@code tfmcc:max=50000}, {@code tfmcc:min=100,init=1000,max=50000} in any order; {@code tfmcc:50000} is the old form of max (wire facts 13.1).
 *
 * @param minBitsPerSecond not below that, whatever the loss
 * @param initialBitsPerSecond to begin with
 * @param maxBitsPerSecond not above that
 */
public record TfmccRange(long minBitsPerSecond, long initialBitsPerSecond, long maxBitsPerSecond) {
    /** No bounds. */
    public static final TfmccRange UNBOUNDED = new TfmccRange(0, 0, 0);

    private static final String CURE = "give none, tfmcc, or tfmcc:min=RATE,init=RATE,max=RATE with any of the three";
    private static final String NONE = "none";
    private static final String TFMCC = "tfmcc";

    /** Nothing for {@code none}. */
    static Optional<TfmccRange> parse(String text) throws ValueException {
        if (text.equals(NONE)) {
            return Optional.empty();
        }
        if (text.equals(TFMCC)) {
            return Optional.of(UNBOUNDED);
        }
        if (!text.startsWith(TFMCC + ":")) {
            throw new ValueException("is no congestion control", CURE);
        }
        long min = 0;
        long initial = 0;
        long max = 0;
        // The manual page of the reference separates them with colons, its program's help with commas.
        for (String part : text.substring(TFMCC.length() + 1).split("[,:]", -1)) {
            int equals = part.indexOf('=');
            long rate = rate(part.substring(equals + 1));
            switch (equals < 0 ? "max" : part.substring(0, equals)) {
                case "min" -> min = once(min, rate);
                case "init" -> initial = once(initial, rate);
                case "max" -> max = once(max, rate);
                default -> throw new ValueException("has something else than min, init and max", CURE);
            }
        }
        if (!isOrdered(min, initial, max)) {
            throw new ValueException("is out of order", "give min <= init <= max");
        }
        return Optional.of(new TfmccRange(min, initial, max));
    }

    private static long rate(String text) throws ValueException {
        long rate = BitRate.parse(text);
        if (rate == SenderConfig.UNLIMITED_RATE) {
            throw new ValueException("has a bound that is no rate", CURE);
        }
        return rate;
    }

    private static long once(long before, long rate) throws ValueException {
        if (before != 0) {
            throw new ValueException("has the same bound twice", CURE);
        }
        return rate;
    }

    private static boolean isOrdered(long min, long initial, long max) {
        return (max == 0 || Math.max(min, initial) <= max) && (initial == 0 || min <= initial);
    }

    /** Whether the bounds that are given fit each other. */
    public boolean isOrdered() {
        return isOrdered(minBitsPerSecond, initialBitsPerSecond, maxBitsPerSecond);
    }
}
