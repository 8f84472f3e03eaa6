package io.uftpengine.core.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.ScheduledFuture;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.storage.ReceiverStorage;
import io.uftpengine.core.storage.StagingPool;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * One receiver: a socket for each family, all on one event loop, a disk thread, which others may share, the registry of its sessions. Safe for use
 * by any thread.
 */
public final class ReceiverEndpoint implements AutoCloseable {
    /**
     * One family's part.
     *
     * @param groups public groups that ANNOUNCEs come to
     * @param interfaces where they are joined
     * @param sources of the groups; empty = any
     */
    public record Listening(
            SocketProtocolFamily family,
            List<InetAddress> groups,
            List<SelectedInterface> interfaces,
            List<InetAddress> sources) {}

    /**
     * What encrypted sessions need.
     *
     * @param securities makes the keys of a session of the ANNOUNCE that offers it encrypted; cheap
     * @param threads do the key work; the caller closes them
     */
    public record Keys(Function<Inbound, SessionSecurity> securities, KeyThreads threads) {}

    private static final Logger LOGGER = LogManager.getLogger(ReceiverEndpoint.class);

    /** How long {@link #stop} waits for sessions to end by themselves. */
    private static final long MAX_STOP_NS = TimeUnit.MILLISECONDS.toNanos(1500);

    /** How often it looks. */
    private static final long STOP_POLL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** How long the disk thread may take for its last tasks. */
    private static final long MAX_DISK_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final ReceiverThreads.Lease threads;
    private final EventLoop loop;
    private final StagingPool pool = StagingPool.ofDefaultSize();
    private final ReceiverStorage storage;
    private final TransportCounters counters = new TransportCounters();
    private final RateLimitedLog log = new RateLimitedLog(LOGGER);
    private final List<DatagramChannel> channels = new ArrayList<>();
    private final Map<DatagramWriter, GroupMemberships> memberships = new HashMap<>();
    private final RoleObserver observer;
    private final ReceiverHost.PendingFiles pending = new ReceiverHost.PendingFiles();
    private SessionRegistry registry;
    private InterfaceMonitor monitor;
    private int port;

    private ReceiverEndpoint(ReceiverThreads.Lease threads, ReceiverStorage storage, RoleObserver observer) {
        this.threads = threads;
        this.loop = threads.loop();
        this.storage = storage;
        this.observer = observer;
    }

    /**
     * Opens the sockets and joins the groups. The endpoint closes the storage when it is closed.
     *
     * @param threads of all receivers
     * @throws NetworkSetupException when a socket cannot be opened or a public group not be joined
     */
    public static ReceiverEndpoint open(
            NetworkConfig config,
            List<Listening> families,
            ReceiverParameters parameters,
            int maxSessions,
            Keys keys,
            ReceiverThreads threads,
            ReceiverStorage storage,
            RoleObserver observer)
            throws NetworkSetupException {
        DatagramTransport transport = DatagramTransport.detect();
        ReceiverEndpoint endpoint = new ReceiverEndpoint(threads.lease(transport), storage, observer);
        boolean opened = false;
        try {
            endpoint.listen(transport, config, families, parameters, maxSessions, keys);
            opened = true;
            return endpoint;
        } finally {
            if (!opened) {
                endpoint.close();
            }
        }
    }

    private void listen(
            DatagramTransport transport,
            NetworkConfig config,
            List<Listening> families,
            ReceiverParameters parameters,
            int maxSessions,
            Keys keys)
            throws NetworkSetupException {
        ReceiverHost.Shared shared = new ReceiverHost.Shared(storage, pool, threads, loop, observer, pending);
        registry = new SessionRegistry(
                parameters, maxSessions, shared, keys, memberships::get, counters, log, System::nanoTime);
        DatagramSockets sockets = new DatagramSockets(transport, loop, config, observer::onWarning);
        Set<String> names = new HashSet<>();
        port = config.port();
        for (Listening listening : families) {
            DatagramWriter[] made = new DatagramWriter[1];
            DatagramChannel channel = sockets.open(listening.family(), port, true, ch -> {
                made[0] = new DatagramWriter(ch, counters, log);
                return ReceiverPipeline.handlers(registry, made[0], counters, log);
            });
            channels.add(channel);
            port = channel.localAddress().getPort();
            GroupMemberships joined = new GroupMemberships(
                    channel, listening.interfaces(), listening.sources(), observer::onWarning, log);
            listening.interfaces().forEach(i -> names.add(i.network().getName()));
            joinPublicGroups(made[0], joined, listening.groups());
        }
        monitor = new InterfaceMonitor(names, this::onBack);
    }

    private void joinPublicGroups(DatagramWriter writer, GroupMemberships joined, List<InetAddress> groups)
            throws NetworkSetupException {
        try {
            String problem = loop.submit(() -> {
                        memberships.put(writer, joined);
                        for (InetAddress publicGroup : groups) {
                            String one = joined.join(publicGroup);
                            if (one != null) {
                                return one;
                            }
                        }
                        return null;
                    })
                    .get();
            if (problem != null) {
                throw new NetworkSetupException("--public-address/-M: " + problem
                        + "; choose an interface that can multicast with --interface/-I");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NetworkSetupException("interrupted while joining the public groups", e);
        } catch (ExecutionException e) {
            throw new NetworkSetupException("cannot join the public groups: " + e.getCause(), e);
        }
    }

    private void onBack(NetworkInterface back) {
        execute(() -> {
            for (GroupMemberships joined : memberships.values()) {
                if (joined.interfaces().stream()
                        .anyMatch(i -> i.network().getName().equals(back.getName()))) {
                    joined.rejoin(back);
                }
            }
        });
    }

    /** The UDP port it listens on. */
    public int port() {
        return port;
    }

    /** What happened to datagrams so far. */
    public TransportCounters counters() {
        return counters;
    }

    /** The sessions under way, to be looked at. Event loop only. */
    public List<ReceiverSession> sessions() {
        return registry.machines();
    }

    /** What the sessions come to now. Event loop only. */
    public ReceiverFigures figures() {
        return registry.figures();
    }

    /** The memory that received blocks wait in; its use may be asked on the event loop only. */
    public StagingPool staging() {
        return pool;
    }

    /** File descriptors of its sockets; none where the system has none. */
    public int[] sockets() {
        return DatagramTransport.descriptors(channels);
    }

    /** Runs something on the event loop again and again. */
    public ScheduledFuture<?> every(long intervalNs, Runnable task) {
        return loop.scheduleWithFixedDelay(task, intervalNs, intervalNs, TimeUnit.NANOSECONDS);
    }

    /**
     * Ends all sessions, telling their senders, and then calls back on the event loop.
     *
     * @param whenStopped gets the number of sessions that were cut
     */
    public void stop(String reason, java.util.function.IntConsumer whenStopped) {
        execute(() -> {
            int cut = registry.size();
            long deadlineNs = System.nanoTime() + MAX_STOP_NS;
            registry.abortAll(reason);
            awaitSessions(cut, deadlineNs, whenStopped);
        });
    }

    private void awaitSessions(int cut, long deadlineNs, java.util.function.IntConsumer whenStopped) {
        boolean busy = registry.size() > 0 || !pending.isEmpty();
        if (busy && System.nanoTime() - deadlineNs < 0) {
            loop.schedule(() -> awaitSessions(cut, deadlineNs, whenStopped), STOP_POLL_NS, TimeUnit.NANOSECONDS);
            return;
        }
        registry.dropAll();
        whenStopped.accept(cut);
    }

    /** Runs something on the event loop; not at all when that is gone. */
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: no session is left.
            return;
        }
    }

    /** Closes sockets, threads and storage; waits for the disk, so not for an event loop. */
    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
        }
        boolean idle = false;
        try {
            idle = threads.endDisk(MAX_DISK_NS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!idle) {
            LOGGER.warn("the disk is still busy; partial files are removed when a receiver starts the next time");
        }
        execute(() -> {
            pool.close();
            channels.forEach(DatagramChannel::close);
            threads.close();
        });
        storage.close();
    }
}
