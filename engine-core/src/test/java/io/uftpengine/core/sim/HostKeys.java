package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.security.SessionSecurity.Opening;
import java.util.function.Consumer;

/** The keys of one session at one host: key work in its lane, datagrams opened, or held back until their keys are there. */
final class HostKeys {
    /** What happened, at all sessions of a role. */
    static final class Stats {
        private final KeyLane.Counts keyWork = new KeyLane.Counts();
        private final long[] openings = new long[Opening.values().length];
        private long held;
        private int mostHeld;

        KeyLane.Counts keyWork() {
            return keyWork;
        }

        /** Sealed datagrams that came to this. */
        long openings(Opening opening) {
            return openings[opening.ordinal()];
        }

        void count(Opening opening) {
            openings[opening.ordinal()]++;
        }

        /** Datagrams held back until their keys were there. */
        long held() {
            return held;
        }

        /** The most held at any time by one host. */
        int mostHeld() {
            return mostHeld;
        }
    }

    private final SimWire wire;
    private final SessionSecurity security;
    private final KeyLane lane;
    private final Stats stats;
    private final HeldDatagrams held = new HeldDatagrams();

    /**
     * @param onResult what key work came to
     * @param onReleased a sealed datagram again, now that its author's keys may be there
     */
    HostKeys(
            SimHost host,
            SimWire wire,
            SessionSecurity security,
            SimEncryption settings,
            long seed,
            Stats stats,
            Consumer<KeyWork.Result> onResult,
            Consumer<Datagram> onReleased) {
        this.wire = wire;
        this.security = security;
        this.stats = stats;
        lane = new KeyLane(host, security, settings, seed, stats.keyWork, (result, whose) -> {
            onResult.accept(result);
            held.release(whose).forEach(onReleased);
        });
    }

    SessionSecurity security() {
        return security;
    }

    void begin(Action.KeyAction action) {
        lane.begin(action);
    }

    /** What is in a sealed datagram; null when it is to be dropped, or was put aside until its author's keys are there. */
    Inbound open(Datagram sealed) {
        Inbound in = wire.open(security, sealed);
        if (wire.opening() == Opening.NO_KEYS && lane.isAgreeing(sealed.sourceId()) && held.hold(sealed)) {
            stats.held++;
            stats.mostHeld = Math.max(stats.mostHeld, held.size());
            return null;
        }
        stats.count(wire.opening());
        return in;
    }

    /** The session is over. */
    void close() {
        lane.close();
    }
}
