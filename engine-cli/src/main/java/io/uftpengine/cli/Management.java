package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.metrics.EngineMetrics;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * What a command shows of itself while it runs. Without {@code --metrics} that is nothing, and then no class of the endpoint, of HTTP or
 * of Micrometer is even loaded: that would take a short run 0.2 s longer.
 */
interface Management extends AutoCloseable {
    /** Shows nothing. */
    Management OFF = new Management() {
        @Override
        public Optional<EngineMetrics> metrics() {
            return Optional.empty();
        }

        @Override
        public void ready(Engine engine) {
            // Nobody asks.
        }

        @Override
        public void prepareAfter(CompletableFuture<Void> idle) {
            // Nobody asks.
        }

        @Override
        public void ending(String reason) {
            // Nobody asks.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    /** As the options say; says in the log where it listens. */
    static Management open(Settings settings) throws EngineException {
        Optional<ListenAddress> where = settings.find(CommonOptions.METRICS);
        return where.isPresent() ? ServedManagement.open(where.get()) : OFF;
    }

    /** What the engine is to move; empty = nobody looks. */
    Optional<EngineMetrics> metrics();

    /** The command does what it is for. */
    void ready(Engine engine);

    /** Makes what answers the first look once there is nothing else to do; a look before then makes it all the same. */
    void prepareAfter(CompletableFuture<Void> idle);

    /** It comes to its end; one line. */
    void ending(String reason);

    @Override
    void close();
}
