package io.uftpengine.core.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * The engine's meters in a registry. All of them are registered at once and stay until {@link #close}: gauges go back to 0 when
 * the last session is over, counters keep what every session has brought. One for each registry; engines may share it. Safe for
 * use by any thread.
 *
 * <p>Counting costs the data path nothing: counters that are there anyway are read when somebody asks the registry, and what
 * only an event loop knows, it notes ten times a second, when a phase begins and at the end of a session.
 */
public final class EngineMetrics implements AutoCloseable {
    /** How often a role's event loop notes where its sessions are. */
    public static final long TICK_NS = 100_000_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String SENDER = "sender";
    private static final String RECEIVER = "receiver";
    private static final String IN = "in";
    private static final String OUT = "out";

    private final MeterPlan plan = new MeterPlan();
    private final Population<MeasuredSender> senders = new Population<>();
    private final Population<MeasuredReceiver> receivers = new Population<>();
    private final Map<ReceiverState, LongAdder> entered = new EnumMap<>(ReceiverState.class);
    private final RoleClock senderClock;
    private final RoleClock receiverClock;

    private EngineMetrics() {
        senderClock = new RoleClock(plan, SENDER);
        receiverClock = new RoleClock(plan, RECEIVER);
        addRole(senders, SENDER);
        addRole(receivers, RECEIVER);
        addSender();
        addReceiver();
        plan.later(book -> {
            addBuffers(book, "default", ByteBufAllocator.DEFAULT);
            addBuffers(book, "pooled", PooledByteBufAllocator.DEFAULT);
        });
    }

    /**
     * Meters that are in no registry yet. They count all the same, and {@link #registerIn} makes up for it: until then they cost a process
     * that has just begun next to nothing, for no class of Micrometer is loaded.
     */
    public static EngineMetrics unregistered() {
        return new EngineMetrics();
    }

    /**
     * Registers the meters.
     *
     * @throws IllegalArgumentException when the registry has them already
     */
    public static EngineMetrics on(MeterRegistry registry) {
        EngineMetrics metrics = new EngineMetrics();
        metrics.registerIn(registry);
        return metrics;
    }

    /**
     * Registers the meters, once.
     *
     * @throws IllegalArgumentException when the registry has them already
     * @throws IllegalStateException when they are in one, or this is closed
     */
    public void registerIn(MeterRegistry registry) {
        plan.bindTo(registry);
    }

    /** For one sender. */
    public SenderMeters sender() {
        return new MeasuredSender(senders, senderClock, entered);
    }

    /** For one receiver. */
    public ReceiverMeters receiver() {
        return new MeasuredReceiver(receivers, receiverClock);
    }

    /** What both roles have. */
    private <R extends MeasuredRole> void addRole(Population<R> members, String role) {
        for (Phase phase : Phase.values()) {
            if (phase != Phase.OVER) {
                plan.gauge(
                        EngineMeter.SESSIONS,
                        () -> members.sum(one -> one.sessionsIn(phase)),
                        role,
                        MeterTag.textOf(phase));
            }
        }
        add(members, EngineMeter.NETWORK_BYTES, counted(Counter.BYTES_IN), role, IN);
        add(members, EngineMeter.NETWORK_BYTES, counted(Counter.BYTES_OUT), role, OUT);
        add(members, EngineMeter.NETWORK_DATAGRAMS, counted(Counter.DATAGRAMS_IN), role, IN);
        add(members, EngineMeter.NETWORK_DATAGRAMS, counted(Counter.DATAGRAMS_OUT), role, OUT);
        for (DropCause cause : DropCause.values()) {
            add(
                    members,
                    EngineMeter.DATAGRAMS_DROPPED,
                    one -> cause.count(one.counters()),
                    role,
                    MeterTag.textOf(cause));
        }
        add(members, EngineMeter.KERNEL_DROPS, one -> one.kernelDrops().total(), role);
        add(members, EngineMeter.SEND_FAILURES, counted(Counter.SEND_FAILED), role);
        plan.gauge(EngineMeter.GRTT, () -> members.max(MeasuredRole::grttNs) / NANOS_PER_SECOND, role);
        plan.gauge(EngineMeter.LOSS_RATIO, () -> lossRatio(members), role);
    }

    private static double lossRatio(Population<? extends MeasuredRole> members) {
        double expected = members.sum(MeasuredRole::expected);
        return expected == 0 ? 0 : Math.min(1, members.sum(MeasuredRole::lost) / expected);
    }

    private void addSender() {
        for (ReceiverState state : ReceiverState.values()) {
            LongAdder count = new LongAdder();
            entered.put(state, count);
            String value = MeterTag.textOf(state);
            plan.counter(EngineMeter.RECEIVERS_ENTERED, count::sum, value);
            plan.gauge(
                    EngineMeter.RECEIVERS,
                    () -> senders.sum(one -> one.sample().receivers().getOrDefault(state, 0)),
                    value);
        }
        add(senders, EngineMeter.BLOCKS_SENT, one -> one.sample().blocks());
        add(senders, EngineMeter.BLOCKS_RETRANSMITTED, one -> one.sample().blocksAgain());
        add(senders, EngineMeter.FILE_SENT, one -> one.sample().bytes());
        add(senders, EngineMeter.FILE_RETRANSMITTED, one -> one.sample().bytesAgain());
        add(senders, EngineMeter.NAKS, one -> one.sample().naks(), IN);
        plan.gauge(EngineMeter.SEND_RATE, () -> senders.sum(one -> one.sample().rate()));
        plan.gauge(
                EngineMeter.SEND_RATE_LIMIT,
                () -> senders.sum(one -> one.sample().rateLimit()));
        plan.functionTimer(
                EngineMeter.DISK_READ,
                senders.count(one -> one.reads().calls())::value,
                senders.count(one -> one.reads().nanos())::value);
    }

    private void addReceiver() {
        add(receivers, EngineMeter.ANNOUNCES_REFUSED, counted(Counter.ANNOUNCES_OVER_LIMIT), "limit");
        add(receivers, EngineMeter.ANNOUNCES_REFUSED, counted(Counter.ANNOUNCES_REFUSED), "terms");
        add(receivers, EngineMeter.SEQUENCE_GAPS, one -> one.figures().sequenceGaps());
        add(receivers, EngineMeter.SEQUENCE_LATE, one -> one.figures().latePackets());
        add(receivers, EngineMeter.BLOCKS_RECEIVED, counted(Counter.BLOCKS_STORED));
        add(receivers, EngineMeter.BLOCKS_UNWANTED, counted(Counter.BLOCKS_NOT_WANTED));
        add(receivers, EngineMeter.FILE_RECEIVED, one -> one.figures().bytesReceived());
        add(receivers, EngineMeter.NAKS, one -> one.figures().naksSent(), OUT);
        plan.functionTimer(
                EngineMeter.DISK_WRITE,
                receivers.count(one -> one.writes().calls())::value,
                receivers.count(one -> one.writes().nanos())::value);
        plan.gauge(EngineMeter.STAGING_USED, () -> receivers.sum(MeasuredReceiver::stagingBytes));
        plan.gauge(EngineMeter.STAGING_LIMIT, () -> receivers.sum(MeasuredReceiver::stagingLimitBytes));
    }

    private <R extends MeasuredRole> void add(
            Population<R> members, EngineMeter meter, ToLongFunction<? super R> of, String... tagValues) {
        plan.counter(meter, members.count(of)::value, tagValues);
    }

    private static ToLongFunction<MeasuredRole> counted(Counter counter) {
        return one -> {
            TransportCounters counters = one.counters();
            return counters.get(counter);
        };
    }

    private static void addBuffers(MeterBook book, String name, ByteBufAllocator allocator) {
        if (allocator instanceof ByteBufAllocatorMetricProvider provider) {
            ByteBufAllocatorMetric metric = provider.metric();
            book.gauge(EngineMeter.BUFFERS_USED, metric::usedDirectMemory, name, "direct");
            book.gauge(EngineMeter.BUFFERS_USED, metric::usedHeapMemory, name, "heap");
        }
    }

    /** Takes the meters out of the registry. Senders and receivers under way go on unmeasured. Idempotent. */
    @Override
    public void close() {
        plan.close();
    }
}
