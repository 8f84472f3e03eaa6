package io.uftpengine.cli;

import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.management.ManagementEndpoint;
import io.uftpengine.core.management.ManagementSource;
import io.uftpengine.core.management.MetricsFormat;
import io.uftpengine.core.management.Readiness;
import io.uftpengine.core.metrics.EngineMetrics;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The endpoint of {@code --metrics}, and the registry that it reads. */
final class ServedManagement implements Management, ManagementSource {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMetrics engineMetrics = EngineMetrics.on(registry);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Readiness readiness = new Readiness();
    private ManagementEndpoint endpoint;

    private ServedManagement() {
        // Their names are none in Prometheus' eyes (promtool check metrics), and process.cpu.usage says it, too.
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        registry.config().meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    static ServedManagement open(ListenAddress where) throws EngineException {
        ServedManagement management = new ServedManagement();
        management.endpoint = ManagementEndpoint.open(where, management);
        Logging.logger().info("metrics: http://{}/metrics", authority(management.endpoint.address()));
        return management;
    }

    private static String authority(InetSocketAddress address) {
        return new ListenAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    @Override
    public String metrics(MetricsFormat format) {
        return registry.scrape(format.contentType());
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Optional<EngineMetrics> metrics() {
        return Optional.of(engineMetrics);
    }

    @Override
    public void ready() {
        readiness.ready();
    }

    @Override
    public void ending(String reason) {
        readiness.ending(reason);
    }

    @Override
    public void close() {
        endpoint.close();
        collections.close();
        engineMetrics.close();
        registry.close();
    }
}
