package io.uftpengine.cli;

import io.uftpengine.core.config.CommonOptions;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.config.Settings;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.UftpEngine;
import java.util.Optional;

/**
 * What a command shows of itself while it runs. Without {@code --metrics} that is nothing, and then no class of the endpoint, of HTTP or
 * of Micrometer is even loaded: that would be a tenth of a short run.
 */
interface Management extends AutoCloseable {
    /** Shows nothing. */
    Management OFF = new Management() {
        @Override
        public Optional<UftpEngine.MeterSource> meters() {
            return Optional.empty();
        }

        @Override
        public void ready(Engine engine) {
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

    /** As the options say; says in the log where it listens. That it cannot listen is told by {@link #meters} and {@link #ready}. */
    static Management open(Settings settings) {
        Optional<ListenAddress> where = settings.find(CommonOptions.METRICS);
        return where.isPresent() ? new ManagementStart(where.get()) : OFF;
    }

    /** What the engine is to move; empty = nobody looks. */
    Optional<UftpEngine.MeterSource> meters();

    /** The command does what it is for. */
    void ready(Engine engine) throws EngineException;

    /** It comes to its end; one line. */
    void ending(String reason);

    @Override
    void close();
}
