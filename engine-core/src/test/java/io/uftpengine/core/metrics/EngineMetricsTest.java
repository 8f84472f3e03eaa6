package io.uftpengine.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.uftpengine.core.metrics.EngineMeter.Kind;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is registered is what is declared. */
class EngineMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldRegisterAllThatIsDeclaredAndNothingElse() {
        EngineMetrics.on(registry);
        Set<String> declared = Arrays.stream(EngineMeter.values())
                .map(EngineMeter::meterName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> registered = registry.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> !name.endsWith(".histogram"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(declared, registered);
        for (EngineMeter meter : EngineMeter.values()) {
            for (Meter series : registry.get(meter.meterName()).meters()) {
                Meter.Id id = series.getId();
                assertEquals(meter.description(), id.getDescription());
                assertEquals(
                        meter.tags().stream().map(MeterTag::key).sorted().toList(),
                        id.getTags().stream().map(Tag::getKey).sorted().toList());
                assertEquals(meter.kind() == Kind.TIMER, id.getType() == Meter.Type.TIMER && isRecorded(series));
                assertFalse(
                        meter.description().endsWith("."), meter + " is described by a sentence without its full stop");
            }
        }
    }

    private static boolean isRecorded(Meter series) {
        return series instanceof io.micrometer.core.instrument.Timer;
    }

    @Test
    void shouldHaveEverySeriesFromTheStartAndNoOtherEver() {
        EngineMetrics metrics = EngineMetrics.on(registry);
        for (EngineMeter meter : EngineMeter.values()) {
            int combinations =
                    meter.tags().stream().mapToInt(tag -> tag.choices().size()).reduce(1, (a, b) -> a * b);
            assertEquals(combinations, registry.get(meter.meterName()).meters().size(), meter + "");
        }
        int before = registry.getMeters().size();
        metrics.sender();
        metrics.receiver();
        assertEquals(before, registry.getMeters().size());
    }

    @Test
    void shouldHaveTheNamesInPrometheusThatTheTableSays() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EngineMetrics.on(prometheus);
        List<String> lines = prometheus.scrape().lines().toList();
        for (EngineMeter meter : EngineMeter.values()) {
            assertTrue(
                    lines.stream().anyMatch(line -> line.startsWith("# HELP " + meter.prometheusName() + " ")),
                    () -> meter.prometheusName() + " is not in\n" + String.join("\n", lines));
        }
    }

    @Test
    void shouldRefuseARegistryThatHasTheMetersAlready() {
        EngineMetrics metrics = EngineMetrics.on(registry);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> EngineMetrics.on(registry));
        assertTrue(refused.getMessage().contains("share their EngineMetrics"), refused.getMessage());
        metrics.close();
        metrics.close();
        assertEquals(List.of(), registry.getMeters());
        EngineMetrics.on(registry);
    }

    @Test
    void shouldBeRegisteredOnce() {
        EngineMetrics metrics = EngineMetrics.unregistered();
        assertEquals(List.of(), registry.getMeters());
        metrics.registerIn(registry);
        assertThrows(IllegalStateException.class, () -> metrics.registerIn(registry));
        metrics.close();
        assertEquals(List.of(), registry.getMeters());
        EngineMetrics closed = EngineMetrics.unregistered();
        closed.close();
        assertThrows(IllegalStateException.class, () -> closed.registerIn(registry));
    }

    /** What happens before there is a registry counts all the same. */
    @Test
    void shouldKeepTheTimesOfBefore() {
        MeterPlan plan = new MeterPlan();
        LateTimer timer = plan.timer(EngineMeter.EVENT_LOOP_LAG, "sender");
        for (int i = 0; i < 100; i++) {
            timer.record(1_000_000);
        }
        LateTimer flood = plan.timer(EngineMeter.EVENT_LOOP_LAG, "receiver");
        for (int i = 0; i < 2 * LateTimer.MAX_EARLY; i++) {
            flood.record(1);
        }
        plan.bindTo(registry);
        timer.record(1_000_000);
        Timer bound = registry.get(EngineMeter.EVENT_LOOP_LAG.meterName())
                .tags("role", "sender")
                .timer();
        assertEquals(101, bound.count());
        assertEquals(101, bound.totalTime(TimeUnit.MILLISECONDS), 1e-6);
        assertEquals(
                LateTimer.MAX_EARLY,
                registry.get(EngineMeter.EVENT_LOOP_LAG.meterName())
                        .tags("role", "receiver")
                        .timer()
                        .count());
    }

    @Test
    void shouldTakeOnlyWhatIsDeclared() {
        MeterBook book = new MeterBook(registry);
        assertThrows(IllegalArgumentException.class, () -> book.gauge(EngineMeter.NAKS, () -> 1, "in"));
        assertThrows(IllegalArgumentException.class, () -> book.counter(EngineMeter.NAKS, () -> 1));
        assertThrows(IllegalArgumentException.class, () -> book.counter(EngineMeter.NAKS, () -> 1, "sideways"));
        assertEquals(List.of(), registry.getMeters());
    }

    @Test
    void shouldHaveACauseForEveryDroppedDatagram() {
        for (Counter counter : Counter.values()) {
            if (counter.name().startsWith("DROPPED_")) {
                long causes = Arrays.stream(DropCause.values())
                        .filter(cause -> cause.counters().contains(counter))
                        .count();
                assertEquals(1, causes, counter + " is one cause of drops");
            }
        }
        assertEquals(0, DropCause.MALFORMED.count(new TransportCounters()));
    }

    @Test
    void shouldHaveTheMetersOfTheJvm() {
        JvmMeters jvm = JvmMeters.on(registry);
        for (String name : List.of("jvm.memory.used", "jvm.threads.live", "process.uptime")) {
            assertTrue(
                    registry.get(name).meters().stream()
                            .anyMatch(meter -> meter.measure().iterator().next().getValue() != 0),
                    name);
        }
        jvm.close();
    }
}
