package io.uftpengine.core.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.uftpengine.core.metrics.EngineMeter.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Registers meters as they are declared, all before the first session: nothing is looked up later. What is read by a
 * function is read by whoever asks the registry.
 */
final class MeterBook {
    private final MeterRegistry registry;
    private final List<Meter> registered = new ArrayList<>();

    /** What the functions read: a registry refers to it weakly. */
    private final List<Object> read = new ArrayList<>();

    /** @throws IllegalArgumentException when another engine's meters are in the registry: it would move these, too */
    MeterBook(MeterRegistry registry) {
        this.registry = registry;
        for (EngineMeter meter : EngineMeter.values()) {
            if (registry.find(meter.meterName()).meter() != null) {
                throw new IllegalArgumentException("the registry has a meter " + meter.meterName()
                        + " already; engines that share a registry share their EngineMetrics, too");
            }
        }
    }

    /** @param tagValues in the order of the meter's tags, here and below */
    void counter(EngineMeter meter, LongSupplier value, String... tagValues) {
        require(meter, Kind.COUNTER);
        read.add(value);
        registered.add(FunctionCounter.builder(meter.meterName(), value, LongSupplier::getAsLong)
                .tags(tags(meter, tagValues))
                .description(meter.description())
                .baseUnit(meter.unit().baseUnit())
                .register(registry));
    }

    void gauge(EngineMeter meter, DoubleSupplier value, String... tagValues) {
        require(meter, Kind.GAUGE);
        read.add(value);
        registered.add(Gauge.builder(meter.meterName(), value, DoubleSupplier::getAsDouble)
                .tags(tags(meter, tagValues))
                .description(meter.description())
                .baseUnit(meter.unit().baseUnit())
                .register(registry));
    }

    void functionTimer(EngineMeter meter, LongSupplier calls, LongSupplier nanos, String... tagValues) {
        require(meter, Kind.FUNCTION_TIMER);
        read.add(calls);
        registered.add(FunctionTimer.builder(
                        meter.meterName(),
                        calls,
                        LongSupplier::getAsLong,
                        ignored -> nanos.getAsLong(),
                        TimeUnit.NANOSECONDS)
                .tags(tags(meter, tagValues))
                .description(meter.description())
                .register(registry));
    }

    Timer timer(EngineMeter meter, String... tagValues) {
        require(meter, Kind.TIMER);
        Timer timer = Timer.builder(meter.meterName())
                .tags(tags(meter, tagValues))
                .description(meter.description())
                .serviceLevelObjectives(buckets(meter))
                .register(registry);
        registered.add(timer);
        return timer;
    }

    private static Duration[] buckets(EngineMeter meter) {
        if (meter == EngineMeter.EVENT_LOOP_LAG) {
            return millis(1, 5, 20, 100, 500, 2000);
        } else if (meter == EngineMeter.HANDSHAKE_DURATION) {
            return millis(10, 100, 500, 1000, 5000, 30_000);
        }
        return millis(100, 1000, 10_000, 60_000, 600_000, 3_600_000);
    }

    private static Duration[] millis(long... values) {
        Duration[] durations = new Duration[values.length];
        for (int i = 0; i < values.length; i++) {
            durations[i] = Duration.ofMillis(values[i]);
        }
        return durations;
    }

    private static void require(EngineMeter meter, Kind kind) {
        if (meter.kind() != kind) {
            throw new IllegalArgumentException(meter + " is declared as a " + meter.kind());
        }
    }

    private static Tags tags(EngineMeter meter, String... values) {
        if (values.length != meter.tags().size()) {
            throw new IllegalArgumentException(meter + " has " + meter.tags().size() + " tags");
        }
        Tags tags = Tags.empty();
        for (int i = 0; i < values.length; i++) {
            MeterTag tag = meter.tags().get(i);
            if (!tag.choices().contains(values[i])) {
                throw new IllegalArgumentException(meter + ": " + tag + " is never " + values[i]);
            }
            tags = tags.and(tag.key(), values[i]);
        }
        return tags;
    }

    /** Takes everything out of the registry. */
    void removeAll() {
        registered.forEach(registry::remove);
        registered.clear();
        read.clear();
    }
}
