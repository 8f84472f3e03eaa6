package io.uftpengine.docker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One look at an engine's meters, in Prometheus' text format. */
final class Metrics {
    private final Map<String, Double> samples = new LinkedHashMap<>();

    Metrics(String text) {
        text.lines().filter(line -> line.startsWith("uftp_")).forEach(line -> {
            int value = line.lastIndexOf(' ');
            samples.put(line.substring(0, value), Double.valueOf(line.substring(value + 1)));
        });
        if (samples.isEmpty()) {
            throw new AssertionError("no meters of the engine in: " + text);
        }
    }

    /** The sum of a meter's samples with all these tags, {@code name="value"}. */
    long sum(String meter, String... tags) {
        double[] values = samples.entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(meter) || sample.getKey().startsWith(meter + "{"))
                .filter(sample -> Arrays.stream(tags).allMatch(sample.getKey()::contains))
                .mapToDouble(Map.Entry::getValue)
                .toArray();
        if (values.length == 0) {
            throw new AssertionError("no sample of " + meter + Arrays.toString(tags) + " among " + samples.keySet());
        }
        return Math.round(Arrays.stream(values).sum());
    }

    @Override
    public String toString() {
        return samples.toString();
    }
}
