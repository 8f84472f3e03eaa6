package io.uftpengine.core.engine;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.uftpengine.core.metrics.EngineMeter;
import io.uftpengine.core.metrics.EngineMetrics;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;
import org.awaitility.Awaitility;

/** A registry of a test's own, and which of its series were seen to move in the whole class. */
final class MeterReadings {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final EngineMetrics metrics = EngineMetrics.on(registry);
    private final MovedSeries moved;

    /** @param moved gets the series that are read as something else than 0 */
    MeterReadings(MovedSeries moved) {
        this.moved = moved;
    }

    EngineMetrics metrics() {
        return metrics;
    }

    /** Sum of the series that have all of these tag values; of a timer, how often it was used. */
    double value(EngineMeter meter, String... tagValues) {
        double sum = 0;
        for (Meter series : registry.get(meter.meterName()).meters()) {
            List<String> values =
                    series.getId().getTags().stream().map(Tag::getValue).toList();
            double value = valueOf(series);
            if (value != 0) {
                moved.add(meter, series);
            }
            if (values.containsAll(List.of(tagValues))) {
                sum += value;
            }
        }
        return sum;
    }

    /** Counters and timers that nobody asked for may have moved all the same. */
    void readAll() {
        for (EngineMeter meter : EngineMeter.values()) {
            value(meter);
        }
    }

    private static double valueOf(Meter series) {
        if (series instanceof FunctionCounter counter) {
            return counter.count();
        } else if (series instanceof Gauge gauge) {
            return gauge.value();
        } else if (series instanceof FunctionTimer timer) {
            return timer.totalTime(TimeUnit.NANOSECONDS) > 0 ? timer.count() : 0;
        }
        return ((Timer) series).count();
    }

    /** Waits until a meter has such a value. */
    void await(DoublePredicate wanted, EngineMeter meter, String... tagValues) {
        Awaitility.await()
                .alias(meter + " " + List.of(tagValues))
                .atMost(Loopback.MAX_SECONDS, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> wanted.test(value(meter, tagValues)));
    }

    void awaitExactly(double wanted, EngineMeter meter, String... tagValues) {
        Awaitility.await()
                .alias(meter + " " + List.of(tagValues))
                .atMost(Loopback.MAX_SECONDS, TimeUnit.SECONDS)
                .pollInterval(20, TimeUnit.MILLISECONDS)
                .until(() -> value(meter, tagValues), seen -> seen == wanted);
    }
}
