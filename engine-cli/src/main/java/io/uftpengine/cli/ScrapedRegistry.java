package io.uftpengine.cli;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.uftpengine.core.management.MetricsFormat;
import io.uftpengine.core.metrics.EngineMetrics;
import io.uftpengine.core.metrics.JvmMeters;
import java.util.List;

/** The registry that {@code /metrics} reads, with the engine's meters and the JVM's. */
final class ScrapedRegistry implements AutoCloseable {
    /** Meters of Micrometer whose names are none in Prometheus' eyes (promtool check metrics); others say the same. */
    private static final List<String> MISNAMED =
            List.of("process.cpu.time", "system.cpu.count", "jvm.compilation.time");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmMeters jvm;

    /** @param engineMetrics in no registry yet; the caller closes them */
    ScrapedRegistry(EngineMetrics engineMetrics) {
        MISNAMED.forEach(name -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(name)));
        engineMetrics.registerIn(registry);
        jvm = JvmMeters.on(registry);
    }

    String scrape(MetricsFormat format) {
        return registry.scrape(format.contentType());
    }

    @Override
    public void close() {
        jvm.close();
        registry.close();
    }
}
