package io.uftpengine.core.engine;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StoragePolicy;
import io.uftpengine.core.transport.KeyThreads;
import io.uftpengine.core.transport.NetworkSetupException;
import io.uftpengine.core.transport.ReceiverEndpoint;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.crypto.random.SecureIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Starts senders and receivers in this process, any number of each. Safe for use by any thread.
 *
 * <pre>{@code
 * try (UftpEngine engine = UftpEngine.create()) {
 *     SendReport report = engine.send(config, SessionListener.NONE).result().join();
 * }
 * }</pre>
 */
public final class UftpEngine implements AutoCloseable {
    /** Where receivers get their disks from. */
    @FunctionalInterface
    interface StorageFactory {
        /** Destination directories of a receiver with that unique ID, and what senders may do to them. */
        ReceiverStorage open(List<Path> directories, StoragePolicy policy, int receiverId);
    }

    private static final Logger LOGGER = LogManager.getLogger(UftpEngine.class);

    /** How long {@link #close} waits for everything together. */
    private static final long MAX_CLOSE_NS = TimeUnit.SECONDS.toNanos(2);

    private final SecureIds random = new SecureIds();
    private final KeyThreads keyThreads = new KeyThreads();
    private final Set<SenderRun> senders = ConcurrentHashMap.newKeySet();
    private final Set<ReceiverRun> receivers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private final StorageFactory storages;

    /** With other disks than the real ones, for tests. */
    UftpEngine(StorageFactory storages) {
        this.storages = storages;
    }

    /** An engine that runs nothing yet. */
    public static UftpEngine create() {
        return new UftpEngine(ReceiverStorage::new);
    }

    /**
     * Starts a sender. Blocks until its socket is open, not longer.
     *
     * @throws EngineException when a setting is wrong or the network cannot be used as asked
     */
    public SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException {
        requireOpen();
        ConfigCheck.check(config);
        WarmUp.run();
        SenderRun run = new SenderRun(listener, senders::remove);
        SenderEndpoint endpoint = null;
        boolean started = false;
        try {
            long nowNs = System.nanoTime();
            SenderStart start = SenderStart.of(config, random, nowNs);
            endpoint = SenderEndpoint.open(start.family(), config.network(), start.outgoing(), run, keyThreads);
            senders.add(run);
            run.start(endpoint, start, SenderStart.sources(config));
            started = true;
            return run;
        } catch (NetworkSetupException e) {
            throw new EngineException(Kind.NETWORK, e.getMessage(), e);
        } finally {
            if (!started) {
                senders.remove(run);
                run.cancel();
                if (endpoint != null) {
                    endpoint.close();
                }
            }
        }
    }

    /**
     * Starts a receiver. Blocks until its sockets are bound and its groups joined, not longer.
     *
     * @throws EngineException when a setting is wrong or the network cannot be used as asked
     */
    public ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException {
        requireOpen();
        ConfigCheck.check(config);
        WarmUp.run();
        ReceiverRun run = new ReceiverRun(listener, receivers::remove);
        ReceiverStorage storage = null;
        boolean started = false;
        try {
            ReceiverStart start = ReceiverStart.of(config, random);
            storage = storages.open(
                    config.destDirs(),
                    StoragePolicy.SAFE.withLimits(config.maxFileSizeBytes(), config.reserveSpaceBytes()),
                    start.uniqueId());
            prepare(storage);
            ReceiverParameters parameters = new ReceiverParameters(
                    start.uniqueId(), Clocks.epochOffsetMicros(System.nanoTime()), SenderTrust.ANYBODY);
            ReceiverEndpoint endpoint = ReceiverEndpoint.open(
                    config.network(),
                    start.families(),
                    parameters,
                    config.maxSessions(),
                    new ReceiverEndpoint.Keys(announce -> null, keyThreads),
                    storage,
                    run);
            run.start(endpoint, start.uniqueId());
            receivers.add(run);
            started = true;
            return run;
        } catch (NetworkSetupException e) {
            throw new EngineException(Kind.NETWORK, e.getMessage(), e);
        } finally {
            if (!started) {
                run.cancel();
                if (storage != null) {
                    // An endpoint that could not be opened has closed it already, which does no harm.
                    storage.close();
                }
            }
        }
    }

    private static void prepare(ReceiverStorage storage) throws EngineException {
        String problem = storage.setupProblem();
        if (problem != null) {
            throw new EngineException(Kind.CONFIGURATION, "--dest-dir/-D: " + problem);
        }
        int removed = storage.sweepStalePartials();
        if (removed > 0) {
            LOGGER.info("removed {} partial files of receivers that were killed", removed);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the engine is closed");
        }
    }

    /** Ends all senders and receivers, telling their peers; waits for them for at most two seconds. Idempotent. */
    @Override
    public void close() {
        closed = true;
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (SenderRun sender : senders) {
            ends.add(sender.result());
            sender.abort("the sender was shut down");
        }
        for (ReceiverRun receiver : receivers) {
            ends.add(receiver.stop("the receiver was shut down"));
        }
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(MAX_CLOSE_NS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOGGER.debug("a session ended by a defect, which its handle has told", e);
        } catch (TimeoutException e) {
            LOGGER.warn("sessions did not end within two seconds");
        }
        keyThreads.close();
    }
}
