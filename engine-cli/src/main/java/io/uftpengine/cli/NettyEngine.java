package io.uftpengine.cli;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.engine.UftpEngine;
import io.uftpengine.core.metrics.EngineMetrics;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The real engine. */
final class NettyEngine implements Engine {
    private final UftpEngine engine;

    /** @param metrics empty = nothing is measured */
    NettyEngine(Optional<EngineMetrics> metrics) {
        engine = metrics.map(UftpEngine::create).orElseGet(UftpEngine::create);
    }

    @Override
    public SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException {
        return engine.send(config, listener);
    }

    @Override
    public ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException {
        return engine.receive(config, listener);
    }

    @Override
    public CompletableFuture<List<SessionSnapshot>> sessions() {
        return engine.sessions();
    }

    @Override
    public void close() {
        engine.close();
    }
}
