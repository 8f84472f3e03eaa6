package io.uftpengine.cli;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.ReceiverPins;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.ReceiveReport;
import io.uftpengine.core.engine.ReceiverHandle;
import io.uftpengine.core.engine.SendReport;
import io.uftpengine.core.engine.SenderHandle;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.engine.SessionSnapshot;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.crypto.keystore.SenderList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes what a command asks for and answers as told. */
final class FakeEngine implements Engine {
    final CompletableFuture<SendReport> sendResult = new CompletableFuture<>();
    final CompletableFuture<ReceiveReport> receiveResult = new CompletableFuture<>();
    /** Completed with the listener once a command has started something. */
    final CompletableFuture<SessionListener> started = new CompletableFuture<>();

    /** Lists that were put in force while it ran. */
    final Queue<ReceiverPins> pins = new ConcurrentLinkedQueue<>();

    final Queue<Optional<SenderList>> trusted = new ConcurrentLinkedQueue<>();

    SenderConfig senderConfig;
    ReceiverConfig receiverConfig;
    EngineException startFault;
    Throwable createFault;
    boolean isClosed;

    FakeEngine() {}

    FakeEngine(SendReport report) {
        sendResult.complete(report);
    }

    /** Stands for the engine's creation. */
    Engine create() {
        if (createFault instanceof Error error) {
            throw error;
        }
        if (createFault instanceof RuntimeException exception) {
            throw exception;
        }
        return this;
    }

    @Override
    public SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException {
        senderConfig = config;
        fail();
        started.complete(listener);
        return new SenderHandle() {
            @Override
            public int groupId() {
                return 0xAB;
            }

            @Override
            public int uniqueId() {
                return 0xCD;
            }

            @Override
            public void pin(ReceiverPins newPins) {
                pins.add(newPins);
            }

            @Override
            public void heartbeat(long intervalNs, Runnable beat) {
                beat.run();
            }

            @Override
            public CompletableFuture<SendReport> result() {
                return sendResult;
            }

            @Override
            public void abort(String reason) {
                sendResult.complete(Reports.of(SessionOutcome.INTERRUPTED));
            }
        };
    }

    @Override
    public ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException {
        receiverConfig = config;
        fail();
        started.complete(listener);
        return new ReceiverHandle() {
            @Override
            public int uniqueId() {
                return 0xEF;
            }

            @Override
            public int port() {
                return config.network().port();
            }

            @Override
            public CompletableFuture<Void> warmedUp() {
                return new CompletableFuture<>();
            }

            @Override
            public void trust(Optional<SenderList> list) {
                trusted.add(list);
            }

            @Override
            public void heartbeat(long intervalNs, Runnable beat) {
                beat.run();
            }

            @Override
            public CompletableFuture<ReceiveReport> result() {
                return receiveResult;
            }

            @Override
            public CompletableFuture<ReceiveReport> stop(String reason) {
                receiveResult.complete(new ReceiveReport(0xEF, 1, 0, 2, 3, false));
                return receiveResult;
            }
        };
    }

    @Override
    public CompletableFuture<List<SessionSnapshot>> sessions() {
        return CompletableFuture.completedFuture(List.of());
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private void fail() throws EngineException {
        if (startFault != null) {
            throw startFault;
        }
    }
}
