package io.uftpengine.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as people write them: bare, or with K, M, G (KiB, MiB, GiB): powers of 1024. */
final class ByteSize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})(?:([KkMmGg])(?:iB)?)?");
    private static final String CURE = "give bytes, or a number with K, M or G, such as 4M";

    private ByteSize() {}

    static long parse(String text) throws ValueException {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new ValueException("is not a size", CURE);
        }
        long unit = matcher.group(2) == null
                ? 1
                : switch (matcher.group(2)) {
                    case "K", "k" -> 1L << 10;
                    case "M", "m" -> 1L << 20;
                    default -> 1L << 30;
                };
        try {
            return Math.multiplyExact(Long.parseLong(matcher.group(1)), unit);
        } catch (ArithmeticException tooBig) {
            throw new ValueException("is too large", CURE);
        }
    }

    /** The shortest form that {@link #parse} reads back as the same number. */
    static String format(long bytes) {
        if (bytes > 0 && bytes % (1L << 30) == 0) {
            return (bytes >> 30) + "G";
        }
        if (bytes > 0 && bytes % (1L << 20) == 0) {
            return (bytes >> 20) + "M";
        }
        return bytes > 0 && bytes % (1L << 10) == 0 ? (bytes >> 10) + "K" : Long.toString(bytes);
    }
}
