package io.uftpengine.core.config;

/** Group round-trip time in seconds: the estimate to begin with and its bounds; {@code 0.5} or {@code 0.5:0.01:15}. */
public record GrttRange(double initialSeconds, double minSeconds, double maxSeconds) {
    private static final double LOWEST = 0.001;
    private static final double HIGHEST = 1000;
    private static final String CURE = "give INIT or INIT:MIN:MAX in seconds, such as 0.5:0.01:15";
    /** The reference's bounds (wire facts 13.1). */
    private static final double DEFAULT_MIN = 0.01;

    private static final double DEFAULT_MAX = 15;

    static GrttRange parse(String text) throws ValueException {
        String[] parts = text.split(":", -1);
        if (parts.length != 1 && parts.length != 3) {
            throw new ValueException("is not a round-trip time", CURE);
        }
        double initial = seconds(parts[0]);
        if (parts.length == 1) {
            return new GrttRange(initial, Math.min(initial, DEFAULT_MIN), Math.max(initial, DEFAULT_MAX));
        }
        double min = seconds(parts[1]);
        double max = seconds(parts[2]);
        if (min > initial || initial > max) {
            throw new ValueException("is out of order", "give MIN <= INIT <= MAX");
        }
        return new GrttRange(initial, min, max);
    }

    private static double seconds(String text) throws ValueException {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException notANumber) {
            throw new ValueException("is not a round-trip time", CURE);
        }
        if (!(value >= LOWEST && value <= HIGHEST)) {
            throw new ValueException("is out of range", "give 0.001 to 1000 seconds");
        }
        return value;
    }
}
