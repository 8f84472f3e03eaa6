package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The thread that does one session's key work: one after the other, for some virtual time each. The real work is done at once, when
 * it is asked for, as a pool may do it long before the event loop hears of it; what it comes to is heard later.
 */
final class KeyLane {
    private static final int MAX_PENDING = 1 << 16;
    /** Of what needs no public-key operation. */
    private static final double SYMMETRIC_OPERATION = 0.05;

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
        long begunAt = System.nanoTime();
        work.perform();
        counts.loopNanos += begunAt - startedAt;
        counts.workNanos += System.nanoTime() - begunAt;
        double jitter = 1 + random.nextDouble() * settings.keyJitter();
        long costNs = (long) (operations(action) * settings.keyOperationNs() * jitter);
        busyUntilNs = Math.max(busyUntilNs, host.nowNs) + costNs;
        host.at(busyUntilNs, () -> {
            publicKeyPending -= publicKey ? 1 : 0;
            complete(work, whose);
        });
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
