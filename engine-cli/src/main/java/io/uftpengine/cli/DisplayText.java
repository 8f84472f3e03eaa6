package io.uftpengine.cli;

import java.util.Locale;

/** Values as people read them. */
final class DisplayText {
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final double NS_PER_MS = 1e6;

    private DisplayText() {}

    /**
     * A name or reason that came over the network: control and direction-changing characters, which could rewrite a
     * terminal's screen, become question marks.
     */
    static String safe(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> safe.appendCodePoint(isHarmful(c) ? '?' : c));
        return safe.toString();
    }

    /** Printable ASCII only. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isHarmful(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT
                || Character.getType(codePoint) == Character.LINE_SEPARATOR
                || Character.getType(codePoint) == Character.PARAGRAPH_SEPARATOR;
    }

    /** {@code 67.1 MB}: powers of 1000. */
    static String bytes(long bytes) {
        double value = bytes;
        long size = 1;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.length - 1) {
            value /= 1000;
            size *= 1000;
            unit++;
        }
        if (unit == 0) {
            return bytes + " B";
        }
        // Not String.format: a receiver says this of each of thousands of small files.
        long tenths = bytes / size * 10 + (bytes % size * 10 + size / 2) / size;
        return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
    }

    /** {@code 812.5 Mbit/s}. */
    static String rate(double bitsPerSecond) {
        String[] units = {"bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"};
        double value = bitsPerSecond;
        int unit = 0;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** {@code 12.3 ms}, {@code 1.234 s}, {@code 3:07} (minutes), {@code 2:03:07}. */
    static String duration(long ns) {
        if (ns < NS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.1f ms", ns / NS_PER_MS);
        }
        if (ns < 60 * NS_PER_SECOND) {
            return String.format(Locale.ROOT, "%.3f s", ns / (double) NS_PER_SECOND);
        }
        long seconds = ns / NS_PER_SECOND;
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** Time left: {@code 0:07}, {@code 2:03:07}; whole seconds, rounded up. */
    static String countdown(double seconds) {
        long left = (long) Math.ceil(seconds);
        return left < 3600
                ? String.format(Locale.ROOT, "%d:%02d", left / 60, left % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", left / 3600, left / 60 % 60, left % 60);
    }

    /** {@code 1 file}, {@code 2 files}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
