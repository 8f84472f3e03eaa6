package io.uftpengine.cli;

import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.UftpEngine;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens the endpoint on a thread of its own, while the engine warms up: registry, meters and server load a thousand classes, which a
 * short transfer would notice. The engine waits for its meters before it begins anything, and so no session begins when the endpoint
 * cannot be opened.
 */
final class ManagementStart implements Management {
    private final FutureTask<ServedManagement> opening;

    ManagementStart(ListenAddress where) {
        opening = new FutureTask<>(() -> ServedManagement.open(where));
        Thread thread = new Thread(opening, "management-start");
        thread.setDaemon(true);
        thread.start();
    }

    private ServedManagement opened() throws EngineException {
        try {
            return opening.get();
        } catch (ExecutionException fault) {
            if (fault.getCause() instanceof EngineException known) {
                throw known;
            }
            throw new IllegalStateException("the management endpoint could not be opened", fault.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public Optional<UftpEngine.MeterSource> meters() {
        return Optional.of(() -> opened().metrics());
    }

    @Override
    public void ready(Engine engine) throws EngineException {
        opened().ready(engine);
    }

    @Override
    public void ending(String reason) {
        try {
            opened().ending(reason);
        } catch (EngineException fault) {
            // Then the command ends for this reason anyway.
            return;
        }
    }

    @Override
    public void close() {
        try {
            opened().close();
        } catch (EngineException fault) {
            // Nothing is open.
            return;
        }
    }
}
