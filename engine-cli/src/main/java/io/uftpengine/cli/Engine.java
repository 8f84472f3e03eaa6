package io.uftpengine.cli;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.SessionSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What commands use of the engine; tests put another in its place. */
interface Engine extends AutoCloseable {
    SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException;

    ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException;

    /** As {@link io.uftpengine.core.engine.UftpEngine#sessions}. */
    CompletableFuture<List<SessionSnapshot>> sessions();

    @Override
    void close();
}
