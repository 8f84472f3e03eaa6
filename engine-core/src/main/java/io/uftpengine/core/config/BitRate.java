package io.uftpengine.core.config;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Rates in bits of IP packets a second. A bare number counts units of 1024 bit/s, as the reference's does (wire facts
 * 13.1); with a unit it is decimal: {@code 200Mbit/s}, {@code 1G}, {@code 64000bit/s}. {@code -1} is no limit.
 */
final class BitRate {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,12}(?:\\.[0-9]{1,9})?)([kKMGT]?)(bit/s|bps)?");
    private static final String CURE =
            "give units of 1024 bit/s, or decimal bits a second such as 200Mbit/s or 1G, or -1 for no limit";
    private static final long REFERENCE_UNIT = 1024;
    private static final long MAX = REFERENCE_UNIT << 30;

    private BitRate() {}

    static long parse(String text) throws ValueException {
        if (text.equals("-1")) {
            return SenderConfig.UNLIMITED_RATE;
        }
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ValueException("is not a rate", CURE);
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        boolean bare = matcher.group(2).isEmpty() && matcher.group(3) == null;
        if (bare && number.scale() > 0) {
            throw new ValueException("has a fraction but no unit", CURE);
        }
        BigDecimal bits = number.multiply(BigDecimal.valueOf(bare ? REFERENCE_UNIT : unit(matcher.group(2))));
        if (bits.compareTo(BigDecimal.valueOf(REFERENCE_UNIT)) < 0 || bits.compareTo(BigDecimal.valueOf(MAX)) > 0) {
            throw new ValueException("is out of range", "give 1024 bit/s to " + MAX + " bit/s, or -1 for no limit");
        }
        return bits.longValue();
    }

    private static long unit(String prefix) {
        return switch (prefix) {
            case "k", "K" -> 1_000L;
            case "M" -> 1_000_000L;
            case "G" -> 1_000_000_000L;
            case "T" -> 1_000_000_000_000L;
            default -> 1L;
        };
    }
}
