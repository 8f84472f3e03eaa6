package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Gives the hosts of a scenario their keys. */
final class SimKeys {
    private static final long SENDER_LANE = 0x5EL << 32;
    private static final long RECEIVER_LANES = 0x4EL << 32;

    private final SecurityFactory factory;
    private final SimEncryption settings;
    private final SimWire wire;
    private final long seed;
    private final HostKeys.Stats senderStats = new HostKeys.Stats();
    private final HostKeys.Stats receiverStats = new HostKeys.Stats();

    SimKeys(SecurityFactory factory, SimEncryption settings, SimWire wire, long seed) {
        this.factory = factory;
        this.settings = settings;
        this.wire = wire;
        this.seed = seed;
    }

    HostKeys sender(
            SimHost host,
            UnaryOperator<SessionSecurity> change,
            Consumer<KeyWork.Result> onResult,
            Consumer<Datagram> onReleased) {
        return new HostKeys(
                host,
                wire,
                change.apply(factory.sender()),
                settings,
                SimRandom.mix(seed ^ SENDER_LANE),
                senderStats,
                onResult,
                onReleased);
    }

    HostKeys receiver(
            SimHost host,
            int index,
            int uniqueId,
            Inbound announce,
            Consumer<KeyWork.Result> onResult,
            Consumer<Datagram> onReleased) {
        return new HostKeys(
                host,
                wire,
                factory.receiver(index, uniqueId, announce),
                settings,
                SimRandom.mix(seed ^ RECEIVER_LANES ^ index),
                receiverStats,
                onResult,
                onReleased);
    }

    boolean clientAuth() {
        return settings.clientAuth();
    }

    HostKeys.Stats senderStats() {
        return senderStats;
    }

    HostKeys.Stats receiverStats() {
        return receiverStats;
    }
}
