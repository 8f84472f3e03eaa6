package io.uftpengine.core.engine;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.uftpengine.core.metrics.EngineMeter;
import io.uftpengine.core.metrics.MeterTag;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which values of which meters' tags were seen as something else than 0, {@code METER tag=value}, or {@code METER} of one without tags. Safe for
 * use by any thread.
 */
final class MovedSeries {
    private final Set<String> moved = ConcurrentHashMap.newKeySet();

    /** A series is not 0. */
    void add(EngineMeter meter, Meter series) {
        moved.add(meter.name());
        for (Tag tag : series.getId().getTags()) {
            moved.add(name(meter, tag.getKey(), tag.getValue()));
        }
    }

    /** Everything that is declared. */
    static Set<String> declared() {
        Set<String> all = new TreeSet<>();
        for (EngineMeter meter : EngineMeter.values()) {
            all.add(meter.name());
            for (MeterTag tag : meter.tags()) {
                tag.choices().forEach(value -> all.add(name(meter, tag.key(), value)));
            }
        }
        return all;
    }

    /** What is declared and was never seen to move. */
    Set<String> never() {
        Set<String> never = declared();
        never.removeAll(moved);
        return never;
    }

    private static String name(EngineMeter meter, String key, String value) {
        return meter.name() + " " + key + "=" + value;
    }
}
