package io.uftpengine.core.engine;

import io.uftpengine.core.config.ReceiverConfig;
import io.uftpengine.core.config.ReceiverSecurity;
import io.uftpengine.core.config.SenderConfig;
import io.uftpengine.core.config.SenderEncryption;
import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.core.metrics.EngineMetrics;
import io.uftpengine.core.metrics.ReceiverMeters;
import io.uftpengine.core.metrics.SenderMeters;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.security.EncryptionSettings;
import io.uftpengine.core.security.EphemeralKeys;
import io.uftpengine.core.security.ListedSenders;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StoragePolicy;
import io.uftpengine.core.transport.KeyThreads;
import io.uftpengine.core.transport.NetworkSetupException;
import io.uftpengine.core.transport.ReceiverEndpoint;
import io.uftpengine.core.transport.ReceiverThreads;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.crypto.random.SecureIds;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
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
    private final ReceiverThreads receiverThreads = new ReceiverThreads();
    private final Set<SenderRun> senders = ConcurrentHashMap.newKeySet();
    private final Set<ReceiverRun> receivers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private final StorageFactory storages;
    private final EphemeralKeys ephemeralKeys;

    /** Null = nothing is measured. */
    private final EngineMetrics metrics;

    /** With other disks than the real ones, for tests. */
    UftpEngine(StorageFactory storages) {
        this(storages, EphemeralKeys.FRESH, null);
    }

    /** With ephemeral keys from elsewhere, too, for tests that decrypt what they have captured. */
    UftpEngine(StorageFactory storages, EphemeralKeys ephemeralKeys) {
        this(storages, ephemeralKeys, null);
    }

    /** With meters as well. */
    UftpEngine(StorageFactory storages, EphemeralKeys ephemeralKeys, EngineMetrics metrics) {
        this.storages = storages;
        this.ephemeralKeys = ephemeralKeys;
        this.metrics = metrics;
    }

    /** An engine that runs nothing yet. */
    public static UftpEngine create() {
        return new UftpEngine(ReceiverStorage::new);
    }

    /** An engine whose senders and receivers move meters, which outlive it. */
    public static UftpEngine create(EngineMetrics metrics) {
        return new UftpEngine(ReceiverStorage::new, EphemeralKeys.FRESH, Objects.requireNonNull(metrics));
    }

    /**
     * Starts a sender. Blocks until its socket is open, not longer.
     *
     * @throws EngineException when a setting is wrong or the network cannot be used as asked
     */
    public SenderHandle send(SenderConfig config, SessionListener listener) throws EngineException {
        requireOpen();
        ConfigCheck.check(config);
        config.encryption().ifPresent(wanted -> WarmUp.sealInBackground(wanted.suite()));
        EncryptionSettings encryption = encryptionOf(config);
        boolean isKeyOurs = encryption != null
                && config.encryption().flatMap(SenderEncryption::key).isEmpty();
        WarmUp.run(encryption);
        SenderRun run =
                new SenderRun(listener, senders::remove, metrics == null ? SenderMeters.NONE : metrics.sender());
        SenderEndpoint endpoint = null;
        SenderStart start = null;
        boolean started = false;
        try {
            long nowNs = System.nanoTime();
            start = SenderStart.of(config, encryption, ephemeralKeys, random, nowNs);
            endpoint = SenderEndpoint.open(start.family(), config.network(), start.outgoing(), run, keyThreads);
            senders.add(run);
            run.start(endpoint, start, SenderStart.sources(config));
            started = true;
            if (isKeyOurs) {
                run.result().whenComplete((report, failure) -> encryption.key().destroy());
            }
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
                if (start != null && start.security() != null) {
                    start.security().destroy();
                }
            }
        }
    }

    /** Null for a session in the clear. */
    private static EncryptionSettings encryptionOf(SenderConfig config) {
        SenderEncryption wanted = config.encryption().orElse(null);
        if (wanted == null) {
            return null;
        }
        SigningKey key = wanted.key().orElseGet(() -> SigningKey.generate(KeySpec.DEFAULT));
        LOGGER.info("the sender signs with {}", key);
        return new EncryptionSettings(wanted.suite(), wanted.hash(), wanted.curve(), key, wanted.clientAuth());
    }

    /**
     * Starts a receiver. Blocks until its sockets are bound and its groups joined, not longer.
     *
     * @throws EngineException when a setting is wrong or the network cannot be used as asked
     */
    public ReceiverHandle receive(ReceiverConfig config, SessionListener listener) throws EngineException {
        requireOpen();
        ConfigCheck.check(config);
        WarmUp.run(null);
        // For encrypted sessions, too: but whether one ever comes is not known, so nobody waits for it.
        keyThreads.warmUp(WarmUp::runEncrypted);
        WarmUp.runReceiverInBackground();
        ReceiverRun run = new ReceiverRun(
                listener, receivers::remove, metrics == null ? ReceiverMeters.NONE : metrics.receiver());
        ReceiverStorage storage = null;
        boolean started = false;
        try {
            ReceiverStart start = ReceiverStart.of(config, random);
            storage = storages.open(
                    config.destDirs(),
                    StoragePolicy.SAFE.withLimits(config.maxFileSizeBytes(), config.reserveSpaceBytes()),
                    start.uniqueId());
            prepare(storage);
            ReceiverSecurity settings = config.security();
            ListedSenders trust = new ListedSenders(settings.senders().orElse(null), settings.requireEncryption());
            EphemeralSigningKey made = new EphemeralSigningKey();
            Supplier<SigningKey> key = signingKeyOf(settings, made);
            ReceiverParameters parameters =
                    new ReceiverParameters(start.uniqueId(), Clocks.epochOffsetMicros(System.nanoTime()), trust);
            ReceiverEndpoint endpoint = ReceiverEndpoint.open(
                    config.network(),
                    start.families(),
                    parameters,
                    config.maxSessions(),
                    new ReceiverEndpoint.Keys(
                            announce -> new io.uftpengine.core.security.ReceiverSecurity(
                                    start.uniqueId(), key, ephemeralKeys),
                            keyThreads),
                    receiverThreads,
                    storage,
                    run);
            run.start(endpoint, start.uniqueId(), trust);
            run.result().whenComplete((report, failure) -> made.destroy());
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

    /** Given, or made when a sender first asks for one; then for all sessions of the receiver. */
    private static Supplier<SigningKey> signingKeyOf(ReceiverSecurity settings, EphemeralSigningKey made) {
        if (settings.key().isPresent()) {
            SigningKey given = settings.key().get();
            LOGGER.info("the receiver signs with {}", given);
            return () -> given;
        }
        return made;
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

    /**
     * Every session under way, as it is now or was half a second ago. Nothing is done for it while nobody asks. An event loop that does
     * not answer leaves the future undone: whoever waits should set it a time limit.
     */
    public CompletableFuture<List<SessionSnapshot>> sessions() {
        List<CompletableFuture<List<SessionSnapshot>>> roles = new ArrayList<>();
        senders.forEach(sender -> roles.add(sender.snapshots()));
        receivers.forEach(receiver -> roles.add(receiver.snapshots()));
        return CompletableFuture.allOf(roles.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        roles.stream().flatMap(role -> role.join().stream()).toList());
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
        long deadlineNs = System.nanoTime() + MAX_CLOSE_NS;
        List<CompletableFuture<?>> ends = new ArrayList<>();
        for (SenderRun sender : senders) {
            ends.add(sender.result());
            sender.abort("the sender was shut down");
        }
        // Not earlier: to a sender of this engine, its own receivers' ABORTs would be the reason of its end.
        awaitAll(ends, MAX_CLOSE_NS / 2);
        for (ReceiverRun receiver : receivers) {
            ends.add(receiver.stop("the receiver was shut down"));
        }
        if (!awaitAll(ends, deadlineNs - System.nanoTime())) {
            LOGGER.warn("sessions did not end within two seconds");
        }
        keyThreads.close();
    }

    /** False when they did not end in time, or this thread was interrupted. */
    private static boolean awaitAll(List<CompletableFuture<?>> ends, long timeoutNs) {
        try {
            CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(timeoutNs, TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            LOGGER.debug("a session ended by a defect, which its handle has told", e);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }
}
