package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ObjIntConsumer;

/**
 * The thread that does one session's key work: one after the other, for some virtual time each. The real work is done on real
 * threads as soon as it is asked for; what it comes to is heard later, at a virtual time that does not depend on them.
 */
final class KeyLane {
    private static final int MAX_PENDING = 1 << 16;
    /** Of what needs no public-key operation. */
    private static final double SYMMETRIC_OPERATION = 0.05;

    private static final ExecutorService THREADS =
            Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors(), task -> {
                Thread thread = new Thread(task, "simulated key work");
                thread.setDaemon(true);
                return thread;
            });

    /** What was asked for, by all sessions of a role. */
    static final class Counts {
        private final Map<Class<? extends Action.KeyAction>, Integer> asked = new HashMap<>();
        private int mostPending;
        private long loopNanos;
        private long workNanos;

        int asked(Class<? extends Action.KeyAction> type) {
            return asked.getOrDefault(type, 0);
        }

        /** The most public-key work that any session had under way. */
        int mostPending() {
            return mostPending;
        }

        /** Wall time that an event loop would have spent, nanoseconds. */
        long loopNanos() {
            return loopNanos;
        }

        /** Wall time that a pool would have spent, nanoseconds. */
        long workNanos() {
            return workNanos;
        }
    }

    private final SimHost host;
    private final SessionSecurity security;
    private final SimEncryption settings;
    private final SimRandom random;
    private final Counts counts;
    private final ObjIntConsumer<KeyWork.Result> onDone;
    /** Handshakes under way at the sender by receiver, at the receiver by its own ID. */
    private final Map<Integer, Integer> agreeing = new HashMap<>();

    /** Wall time of the work begun last, when it is done. */
    private CompletableFuture<Long> last = CompletableFuture.completedFuture(0L);

    private long busyUntilNs;
    private int pending;
    private int publicKeyPending;
    private boolean closed;

    KeyLane(
            SimHost host,
            SessionSecurity security,
            SimEncryption settings,
            long seed,
            Counts counts,
            ObjIntConsumer<KeyWork.Result> onDone) {
        this.host = host;
        this.security = security;
        this.settings = settings;
        this.counts = counts;
        this.onDone = onDone;
        random = new SimRandom(seed);
    }

    void begin(Action.KeyAction action) {
        if (++pending > MAX_PENDING) {
            throw new SimulationFailure(host.name() + " has more than " + MAX_PENDING + " key actions under way");
        }
        boolean publicKey = operations(action) >= 1;
        if (publicKey) {
            counts.mostPending = Math.max(counts.mostPending, ++publicKeyPending);
        }
        counts.asked.merge(action.getClass(), 1, Integer::sum);
        int whose = keyedBy(action);
        agreeing.merge(whose, 1, Integer::sum);
        long startedAt = System.nanoTime();
        KeyWork work = security.begin(action);
        counts.loopNanos += System.nanoTime() - startedAt;
        CompletableFuture<Long> performed = last.thenApplyAsync(before -> perform(work), THREADS);
        last = performed;
        double jitter = 1 + random.nextDouble() * settings.keyJitter();
        long costNs = (long) (operations(action) * settings.keyOperationNs() * jitter);
        busyUntilNs = Math.max(busyUntilNs, host.nowNs) + costNs;
        host.at(busyUntilNs, () -> {
            publicKeyPending -= publicKey ? 1 : 0;
            counts.workNanos += performed.join();
            complete(work, whose);
        });
    }

    private static long perform(KeyWork work) {
        long startedAt = System.nanoTime();
        work.perform();
        return System.nanoTime() - startedAt;
    }

    private void complete(KeyWork work, int whose) {
        pending--;
        agreeing.merge(whose, -1, (a, b) -> a + b == 0 ? null : a + b);
        long startedAt = System.nanoTime();
        KeyWork.Result result = work.complete();
        counts.loopNanos += System.nanoTime() - startedAt;
        if (!closed) {
            onDone.accept(result, whose);
        } else if (!result.equals(KeyWork.Result.NOTHING)) {
            throw new SimulationFailure(host.name() + " has keys after its session: " + result);
        }
    }

    /** Whether keys that this peer's datagrams need are being worked on. */
    boolean isAgreeing(int peerId) {
        return agreeing.containsKey(peerId);
    }

    /** The session is over. */
    void close() {
        closed = true;
        security.destroy();
    }

    private static int keyedBy(Action.KeyAction action) {
        if (action instanceof Action.AgreeKeys agree) {
            return agree.receiverId();
        }
        if (action instanceof Action.OpenKeyInfo open) {
            return open.keyInfo().header().sourceId();
        }
        return 0;
    }

    private double operations(Action.KeyAction action) {
        if (action instanceof Action.VerifyAnnounce) {
            // Verify and make a key; for CLIENT_KEY sign, too.
            return settings.clientAuth() ? 3 : 2;
        }
        if (action instanceof Action.OpenKeyInfo) {
            return 2;
        }
        if (action instanceof Action.CheckVerifyData || action instanceof Action.DropKeys) {
            return SYMMETRIC_OPERATION;
        }
        return 1;
    }
}
