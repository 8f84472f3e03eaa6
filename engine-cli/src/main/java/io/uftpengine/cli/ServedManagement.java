package io.uftpengine.cli;

import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.management.ManagementEndpoint;
import io.uftpengine.core.management.ManagementSource;
import io.uftpengine.core.management.MetricsFormat;
import io.uftpengine.core.management.Readiness;
import io.uftpengine.core.metrics.EngineMetrics;
import io.uftpengine.core.metrics.JvmMeters;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The endpoint of {@code --metrics}, and the registry that it reads. */
final class ServedManagement implements Management, ManagementSource {
    /** Meters of Micrometer whose names are none in Prometheus' eyes (promtool check metrics); others say the same. */
    private static final List<String> MISNAMED =
            List.of("process.cpu.time", "system.cpu.count", "jvm.compilation.time");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final EngineMetrics engineMetrics;
    private final JvmMeters jvm;
    private final Readiness readiness = new Readiness();
    private ManagementEndpoint endpoint;
    /** Null until there are sessions to be seen. */
    private volatile Engine engine;

    private ServedManagement() {
        MISNAMED.forEach(name -> registry.config().meterFilter(MeterFilter.denyNameStartsWith(name)));
        engineMetrics = EngineMetrics.on(registry);
        jvm = JvmMeters.on(registry);
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
    public CompletableFuture<List<SessionSnapshot>> sessions() {
        Engine started = engine;
        return started == null ? CompletableFuture.completedFuture(List.of()) : started.sessions();
    }

    @Override
    public void ready(Engine started) {
        engine = started;
        readiness.ready();
    }

    @Override
    public void ending(String reason) {
        readiness.ending(reason);
    }

    @Override
    public void close() {
        endpoint.close();
        jvm.close();
        engineMetrics.close();
        registry.close();
    }
}
