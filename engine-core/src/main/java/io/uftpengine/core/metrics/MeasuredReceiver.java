package io.uftpengine.core.metrics;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.storage.DiskTimes;
import io.uftpengine.core.transport.ReceiverEndpoint;
import io.uftpengine.core.transport.ReceiverFigures;
import io.uftpengine.core.transport.TransportCounters;
import java.util.HashMap;
import java.util.Map;

/** One receiver. Its event loop takes a sample now and then; that is all that the sessions notice of being measured. */
final class MeasuredReceiver implements ReceiverMeters, MeasuredRole {
    private record SessionKey(int groupId, int instance) {}

    private final Population<MeasuredReceiver> receivers;
    private final RoleClock clock;
    private final LagProbe lag;

    /** Of the sessions under way: as many as the receiver takes. */
    private final Map<SessionKey, SessionWatch> watches = new HashMap<>();

    private KernelDrops kernelDrops;
    private volatile ReceiverEndpoint endpoint;
    private volatile ReceiverFigures figures = ReceiverFigures.NONE;
    private volatile int stagingBytes;

    MeasuredReceiver(Population<MeasuredReceiver> receivers, RoleClock clock) {
        this.receivers = receivers;
        this.clock = clock;
        lag = new LagProbe(clock);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public void onOpen(ReceiverEndpoint opened) {
        kernelDrops = new KernelDrops(opened.sockets());
        endpoint = opened;
        receivers.enter(this);
    }

    @Override
    public void onEvent(int groupId, int instance, SessionEvent event) {
        long nowNs = System.nanoTime();
        watches.computeIfAbsent(new SessionKey(groupId, instance), key -> new SessionWatch(clock, nowNs))
                .onEvent(event, nowNs);
        if (event instanceof SessionEvent.PhaseEntered) {
            look();
        }
    }

    @Override
    public void onTick() {
        lag.begin(System.nanoTime());
        look();
        lag.end(System.nanoTime());
    }

    /** Not before it is open: then the first tick will do. */
    private void look() {
        ReceiverEndpoint open = endpoint;
        if (open != null) {
            stagingBytes = open.staging().usedBytes();
            figures = open.figures();
        }
    }

    @Override
    public void onSessionOver(int groupId, int instance, Throwable defect) {
        SessionWatch watch = watches.remove(new SessionKey(groupId, instance));
        if (watch != null) {
            watch.onOver(defect == null ? watch.outcome() : null, System.nanoTime());
        }
        look();
    }

    @Override
    public void onStopped() {
        look();
        receivers.leave(this);
    }

    ReceiverFigures figures() {
        return figures;
    }

    int stagingBytes() {
        return stagingBytes;
    }

    int stagingLimitBytes() {
        return endpoint.staging().limitBytes();
    }

    DiskTimes writes() {
        return endpoint.staging().writeTimes();
    }

    @Override
    public TransportCounters counters() {
        return endpoint.counters();
    }

    @Override
    public KernelDrops kernelDrops() {
        return kernelDrops;
    }

    @Override
    public int sessionsIn(Phase phase) {
        return figures.sessionsIn(phase);
    }

    @Override
    public long grttNs() {
        return figures.grttNs();
    }

    @Override
    public long lost() {
        return figures.packetsLost();
    }

    @Override
    public long expected() {
        return figures.packetsExpected();
    }
}
