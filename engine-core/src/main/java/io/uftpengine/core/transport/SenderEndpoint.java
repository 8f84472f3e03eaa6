package io.uftpengine.core.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.EventExecutor;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.core.config.NetworkConfig;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.storage.DiskThreads;
import io.uftpengine.core.storage.DiskTimes;
import io.uftpengine.core.storage.SourceTree;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;

/**
 * One sender: a socket, an event loop, a disk thread and the driver of its machine. Opened in two steps, because the
 * machine's parameters depend on the interface. Safe for use by any thread.
 */
public final class SenderEndpoint implements AutoCloseable {
    /**
     * What the session is.
     *
     * @param machine makes the machine, on the event loop and when all else is ready: its first message carries the time
     *     of its making
     * @param version of the session's datagrams
     * @param security keys of the session, which the endpoint ends; null = in the clear
     * @param tfmcc whether every block carries the TFMCC extension
     */
    public record Session(
            Supplier<? extends ProtocolMachine> machine,
            ProtocolVersion version,
            int uniqueId,
            int groupId,
            int instance,
            int blockSize,
            SenderRoute route,
            SessionSecurity security,
            boolean tfmcc) {}

    /** What it sends. */
    public record Sources(List<Path> files, SourceNaming naming, boolean followLinks) {}

    private final EventLoopGroup group;
    private final EventExecutor loop;
    private final DatagramChannel channel;
    private final SingleSession directory;
    private final DatagramWriter writer;
    private final DiskThreads disk;
    private final InterfaceMonitor monitor;
    private final SelectedInterface outgoing;
    private final RoleObserver observer;
    private final KeyThreads keyThreads;
    private final DiskTimes readTimes = new DiskTimes();
    private SenderHost host;

    private SenderEndpoint(
            EventLoopGroup group,
            DatagramChannel channel,
            SingleSession directory,
            DatagramWriter writer,
            SelectedInterface outgoing,
            RoleObserver observer,
            KeyThreads keyThreads) {
        this.group = group;
        this.loop = group.next();
        this.channel = channel;
        this.directory = directory;
        this.writer = writer;
        this.outgoing = outgoing;
        this.observer = observer;
        this.keyThreads = keyThreads;
        disk = new DiskThreads("uftp-send-disk", 1);
        monitor = outgoing == null
                ? null
                : new InterfaceMonitor(List.of(outgoing.network().getName()), this::onBack);
    }

    /**
     * Opens the socket.
     *
     * @param outgoing where multicast leaves; null = unicast, the routing table decides
     * @param keyThreads for encrypted sessions; the caller closes them
     */
    public static SenderEndpoint open(
            SocketProtocolFamily family,
            NetworkConfig config,
            SelectedInterface outgoing,
            RoleObserver observer,
            KeyThreads keyThreads)
            throws NetworkSetupException {
        DatagramTransport transport = DatagramTransport.detect();
        EventLoopGroup group = transport.newEventLoop("uftp-send");
        boolean opened = false;
        try {
            TransportCounters counters = new TransportCounters();
            RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(SenderEndpoint.class));
            SingleSession directory = new SingleSession(counters);
            DatagramWriter[] made = new DatagramWriter[1];
            DatagramSockets sockets = new DatagramSockets(transport, group.next(), config, observer::onWarning);
            DatagramChannel channel = sockets.open(family, config.sourcePort(), false, ch -> {
                made[0] = new DatagramWriter(ch, counters, log);
                return List.of(
                        new DatagramCodecHandler(counters),
                        new DecryptHandler(directory, counters, log, System::nanoTime),
                        new SessionDispatchHandler(directory, made[0], System::nanoTime),
                        new FaultHandler(counters, log));
            });
            if (outgoing != null) {
                DatagramSockets.setMulticastInterface(channel, outgoing.network());
            }
            opened = true;
            return new SenderEndpoint(group, channel, directory, made[0], outgoing, observer, keyThreads);
        } finally {
            if (!opened) {
                group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            }
        }
    }

    /** Runs the session; its end comes by {@link RoleObserver#onSessionOver}. Called once. */
    public void start(Session session, Sources sources) {
        loop.execute(() -> startOnLoop(session, sources));
    }

    private void startOnLoop(Session session, Sources sources) {
        try {
            BlockSlab.Layout layout = BlockSlab.Layout.of(session.security() != null, session.tfmcc());
            int slabBlocks =
                    PacketSize.CALLS_PER_RUN * PacketSize.segmentsPerCall(layout.datagramLength(session.blockSize()));
            SlabPool slabs = new SlabPool(channel.alloc(), layout, session.blockSize(), slabBlocks);
            SegmentBatcher batcher = new SegmentBatcher(
                    writer,
                    session.route().privateAddress(),
                    SegmentBatcher.template(
                            session.version(), session.uniqueId(), session.groupId(), session.instance()),
                    isOffloadUsable(session),
                    session.security(),
                    slabs);
            SourceReader reader = new SourceReader(
                    new SourceTree(sources.files(), sources.followLinks()),
                    sources.naming(),
                    sources.followLinks(),
                    readTimes);
            host = new SenderHost(
                    session.route(),
                    batcher,
                    reader,
                    disk.next(),
                    loop,
                    slabs,
                    session.blockSize(),
                    session.groupId(),
                    session.instance(),
                    observer);
            SessionKeys keys = session.security() == null
                    ? null
                    : new SessionKeys(session.security(), keyThreads, loop, writer.counters(), System::nanoTime);
            SessionDriver driver =
                    new SessionDriver(session.machine().get(), host, keys, writer, loop, System::nanoTime);
            host.attach(driver);
            directory.set(session.groupId(), session.instance(), driver);
            driver.pumpAndFlush();
        } catch (RuntimeException | Error e) {
            if (session.security() != null) {
                session.security().destroy();
            }
            observer.onSessionOver(session.groupId(), session.instance(), e);
        }
    }

    private boolean isOffloadUsable(Session session) {
        BlockSlab.Layout layout = BlockSlab.Layout.of(session.security() != null, session.tfmcc());
        NetworkInterface leavesBy = outgoing == null ? null : outgoing.network();
        return OffloadProbe.isUsable(
                channel,
                leavesBy,
                InterfaceSelection.familyOf(session.route().privateAddress().getAddress()),
                layout.datagramLength(session.blockSize()));
    }

    /** Ends the session, telling the receivers. */
    public void abort(String reason) {
        execute(() -> {
            SessionDriver driver = directory.driver();
            if (driver != null) {
                driver.abort(reason);
            }
        });
    }

    /** Ends the session without further ado, when {@link #abort} did not lead to its end in time. */
    public void drop(Throwable why) {
        execute(() -> {
            SessionDriver driver = directory.driver();
            if (driver != null) {
                driver.fail(why);
            }
        });
    }

    /** Runs something on the event loop; not at all when that is gone. */
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // Closed: the session is over.
            return;
        }
    }

    /** Runs something on the event loop again and again. */
    public ScheduledFuture<?> every(long intervalNs, Runnable task) {
        return loop.scheduleWithFixedDelay(task, intervalNs, intervalNs, TimeUnit.NANOSECONDS);
    }

    /** What happened to datagrams so far. */
    public TransportCounters counters() {
        return writer.counters();
    }

    /** How long reading files took so far. */
    public DiskTimes readTimes() {
        return readTimes;
    }

    /** File descriptors of its sockets; none where the system has none. */
    public int[] sockets() {
        return DatagramTransport.descriptors(List.of(channel));
    }

    /** The port it sends from. */
    public int localPort() {
        return channel.localAddress().getPort();
    }

    private void onBack(NetworkInterface back) {
        execute(() -> {
            try {
                DatagramSockets.setMulticastInterface(channel, back);
            } catch (RuntimeException e) {
                observer.onWarning("cannot send by " + back.getName() + " again: " + e.getMessage());
            }
        });
    }

    /** A group or receiver as a destination of this sender: IPv6 needs the interface's zone. */
    public static java.net.InetAddress scoped(java.net.InetAddress address, SelectedInterface outgoing) {
        if (outgoing != null && address instanceof java.net.Inet6Address && address.isMulticastAddress()) {
            try {
                return java.net.Inet6Address.getByAddress(
                        null, address.getAddress(), outgoing.network().getIndex());
            } catch (UnknownHostException e) {
                throw new IllegalStateException("16 bytes are an address", e);
            }
        }
        return address;
    }

    /** Closes socket and threads; what is queued for the network still leaves. */
    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
        }
        disk.close();
        execute(() -> channel.close().addListener(closed -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS)));
    }
}
