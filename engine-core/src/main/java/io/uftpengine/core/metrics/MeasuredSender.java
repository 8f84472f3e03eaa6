package io.uftpengine.core.metrics;

import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderView;
import io.uftpengine.core.storage.DiskTimes;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.core.transport.TransportCounters;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** One sender. Its event loop takes a sample now and then; that is all that the session notices of being measured. */
final class MeasuredSender implements SenderMeters, MeasuredRole {
    private final Population<MeasuredSender> senders;
    private final RoleClock clock;
    private final Map<ReceiverState, LongAdder> entered;
    private final LagProbe lag;
    private SenderEndpoint endpoint;
    private KernelDrops kernelDrops;
    private SessionWatch watch;
    private volatile SenderSample sample = SenderSample.NOTHING;

    /** @param entered how often receivers came to each state */
    MeasuredSender(Population<MeasuredSender> senders, RoleClock clock, Map<ReceiverState, LongAdder> entered) {
        this.senders = senders;
        this.clock = clock;
        this.entered = entered;
        lag = new LagProbe(clock);
    }

    @Override
    public void onOpen(SenderEndpoint opened) {
        endpoint = opened;
        kernelDrops = new KernelDrops(opened.sockets());
        watch = new SessionWatch(clock, System.nanoTime());
        senders.enter(this);
    }

    @Override
    public void onEvent(SessionEvent event, SenderView view) {
        watch.onEvent(event, System.nanoTime());
        if (event instanceof SessionEvent.ReceiverChanged changed) {
            entered.get(changed.state()).increment();
        } else if (event instanceof SessionEvent.PhaseEntered) {
            sample = SenderSample.of(view);
        }
    }

    @Override
    public void onTick(SenderView view) {
        lag.begin(System.nanoTime());
        sample = SenderSample.of(view);
        lag.end(System.nanoTime());
    }

    @Override
    public void onOver(SenderView view, SessionOutcome outcome) {
        if (view != null) {
            sample = SenderSample.of(view);
        }
        watch.onOver(outcome, System.nanoTime());
        senders.leave(this);
    }

    SenderSample sample() {
        return sample;
    }

    DiskTimes reads() {
        return endpoint.readTimes();
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
        return sample.phase() == phase ? 1 : 0;
    }

    @Override
    public long grttNs() {
        return sample.grttNs();
    }

    @Override
    public long lost() {
        return sample.lost();
    }

    @Override
    public long expected() {
        return sample.expected();
    }
}
