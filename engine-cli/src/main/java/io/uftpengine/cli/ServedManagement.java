package io.uftpengine.cli;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.management.ManagementEndpoint;
import io.uftpengine.core.management.ManagementSource;
import io.uftpengine.core.management.MetricsFormat;
import io.uftpengine.core.management.Readiness;
import io.uftpengine.core.metrics.EngineMetrics;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The endpoint of {@code --metrics}, and what it shows. */
final class ServedManagement implements Management, ManagementSource {
    /**
     * Of a process that says no better moment. Later than this nobody's first look has to wait, and meters of the JVM that only count from then
     * on have missed nothing of importance; sooner it would be in the way of a process that has just begun: Micrometer takes 0.2 s.
     */
    private static final long PREPARE_AFTER_MS = 10_000;

    private final EngineMetrics engineMetrics = EngineMetrics.unregistered();
    private final Readiness readiness = new Readiness();
    private final Thread preparing = new Thread(this::prepareLater, "uftp-meters");
    private final CountDownLatch idle = new CountDownLatch(1);
    private ManagementEndpoint endpoint;

    /** Null until it is needed. */
    private ScrapedRegistry registry;

    /** Null until there are sessions to be seen. */
    private volatile Engine engine;

    private ServedManagement() {
        preparing.setDaemon(true);
    }

    static ServedManagement open(ListenAddress where) throws EngineException {
        ServedManagement management = new ServedManagement();
        management.endpoint = ManagementEndpoint.open(where, management);
        management.preparing.start();
        Logging.logger().info("metrics: http://{}/metrics", authority(management.endpoint.address()));
        return management;
    }

    private static String authority(InetSocketAddress address) {
        return new ListenAddress(address.getAddress().getHostAddress(), address.getPort()).toString();
    }

    @Override
    public String metrics(MetricsFormat format) {
        return registry().scrape(format);
    }

    private void prepareLater() {
        try {
            idle.await(PREPARE_AFTER_MS, TimeUnit.MILLISECONDS);
            // The first page takes as long as the registry.
            metrics(MetricsFormat.PROMETHEUS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ScrapedRegistry registry() {
        if (registry == null) {
            registry = new ScrapedRegistry(engineMetrics);
        }
        return registry;
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
    public void prepareAfter(CompletableFuture<Void> later) {
        later.thenRun(idle::countDown);
    }

    @Override
    public void ending(String reason) {
        readiness.ending(reason);
    }

    @Override
    public void close() {
        endpoint.close();
        preparing.interrupt();
        synchronized (this) {
            if (registry != null) {
                registry.close();
            }
        }
        engineMetrics.close();
    }
}
