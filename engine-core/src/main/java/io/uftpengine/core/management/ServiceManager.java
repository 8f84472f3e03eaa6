package io.uftpengine.core.management;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * The service manager that started this process, systemd say, and what it is told (sd_notify(3)): datagrams to the Unix
 * socket that the environment names. As sd_notify does, each message goes through a socket of its own, so that a manager
 * that was restarted is found again. Nothing that goes wrong here is anybody else's concern: it is logged once, and a
 * message that does not get through is dropped. Safe for use by any thread.
 */
public final class ServiceManager implements AutoCloseable {
    /** The variable that names the socket: a path, or @ and an abstract name. */
    public static final String SOCKET_VARIABLE = "NOTIFY_SOCKET";

    static final String WATCHDOG_VARIABLE = "WATCHDOG_USEC";
    static final String WATCHDOG_PID_VARIABLE = "WATCHDOG_PID";

    /** Messages that wait for a manager that does not read; more are dropped. */
    static final int MAX_WAITING = 16;

    /** Of a status; longer ones are cut. */
    static final int MAX_STATUS_CHARS = 200;

    /** How long {@link #close} waits for the last messages to leave. */
    private static final long MAX_CLOSE_MS = 200;

    private static final Logger LOGGER = LogManager.getLogger(ServiceManager.class);

    /** Null when it cannot be reached by any means. */
    private final DomainSocketAddress address;

    private final OptionalLong watchdogNs;
    private final EventLoopGroup group;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean faultLogged = new AtomicBoolean();
    private final AtomicReference<CompletableFuture<Void>> stopping = new AtomicReference<>();
    private volatile String lastStatus = "";

    private ServiceManager(DomainSocketAddress address, OptionalLong watchdogNs) {
        this.address = address;
        this.watchdogNs = watchdogNs;
        group = address == null
                ? null
                : new MultiThreadIoEventLoopGroup(
                        1, new DefaultThreadFactory("uftp-notify", true), EpollIoHandler.newFactory());
    }

    /**
     * The one that the environment names, in {@value #SOCKET_VARIABLE}.
     *
     * @param environment of this process
     * @param processId of this process: a watchdog that was meant for another is not ours to feed
     */
    public static ServiceManager of(Map<String, String> environment, long processId) {
        String name = environment.getOrDefault(SOCKET_VARIABLE, "");
        DomainSocketAddress address = null;
        if (name.length() < 2 || name.charAt(0) != '/' && name.charAt(0) != '@') {
            LOGGER.warn("{} is \"{}\": neither a path nor an abstract name; nobody is notified", SOCKET_VARIABLE, name);
        } else if (!Epoll.isAvailable()) {
            LOGGER.warn("no Unix datagram sockets here, so {} is not notified", name);
        } else {
            address = new DomainSocketAddress(name.charAt(0) == '@' ? '\0' + name.substring(1) : name);
        }
        return new ServiceManager(address, address == null ? OptionalLong.empty() : watchdog(environment, processId));
    }

    private static OptionalLong watchdog(Map<String, String> environment, long processId) {
        String micros = environment.get(WATCHDOG_VARIABLE);
        String pid = environment.get(WATCHDOG_PID_VARIABLE);
        if (micros == null || pid != null && !pid.equals(Long.toString(processId))) {
            return OptionalLong.empty();
        }
        if (!micros.matches("[1-9][0-9]{0,14}")) {
            LOGGER.warn("{} is \"{}\", which is no time; the watchdog is not fed", WATCHDOG_VARIABLE, micros);
            return OptionalLong.empty();
        }
        return OptionalLong.of(TimeUnit.MICROSECONDS.toNanos(Long.parseLong(micros)) / 2);
    }

    /** How often {@link #alive} has to be called, half the time that the manager allows; empty = it has no watchdog. */
    public OptionalLong watchdogIntervalNs() {
        return watchdogNs;
    }

    /** The service does what it is there for from now on. */
    public void ready(String status) {
        lastStatus = clean(status);
        send("READY=1\nSTATUS=" + lastStatus);
    }

    /** What it does, one line for people; the same again is not told again. */
    public void status(String status) {
        String text = clean(status);
        if (!text.equals(lastStatus)) {
            lastStatus = text;
            send("STATUS=" + text);
        }
    }

    /** It is not stuck. */
    public void alive() {
        send("WATCHDOG=1");
    }

    /** It is about to end. */
    public void stopping() {
        CompletableFuture<Void> told = new CompletableFuture<>();
        if (stopping.compareAndSet(null, told)) {
            send("STOPPING=1\nSTATUS=stopping", told);
        }
    }

    /** A line break would begin another assignment. */
    private static String clean(String status) {
        String line = status.replace('\n', ' ');
        return line.length() <= MAX_STATUS_CHARS ? line : line.substring(0, MAX_STATUS_CHARS);
    }

    private void send(String message) {
        send(message, new CompletableFuture<>());
    }

    /** @param gone completed when the message has left, or will not */
    private void send(String message, CompletableFuture<Void> gone) {
        if (group == null || group.isShuttingDown()) {
            gone.complete(null);
            return;
        }
        gone.whenComplete((nothing, fault) -> {
            waiting.decrementAndGet();
            if (fault != null) {
                failed(fault.toString());
            }
        });
        if (waiting.incrementAndGet() > MAX_WAITING) {
            gone.completeExceptionally(new IllegalStateException("it does not read its messages"));
            return;
        }
        new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address)
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        write(connected.channel(), message, gone);
                    } else {
                        gone.completeExceptionally(connected.cause());
                    }
                });
    }

    private static void write(Channel channel, String message, CompletableFuture<Void> gone) {
        channel.writeAndFlush(Unpooled.copiedBuffer(message, StandardCharsets.UTF_8))
                .addListener((ChannelFuture written) -> {
                    channel.close();
                    if (written.isSuccess()) {
                        gone.complete(null);
                    } else {
                        gone.completeExceptionally(written.cause());
                    }
                });
    }

    private void failed(String why) {
        if (faultLogged.compareAndSet(false, true)) {
            LOGGER.warn(
                    "cannot notify the service manager at {}: {}; further failures are not logged",
                    address.path().replace('\0', '@'),
                    why);
        }
    }

    /** Says that it is stopping, unless that is said, and lets the messages leave. Idempotent. */
    @Override
    public void close() {
        if (group == null) {
            return;
        }
        stopping();
        // Messages leave in their order: with the last one all have left.
        stopping.get()
                .completeOnTimeout(null, MAX_CLOSE_MS, TimeUnit.MILLISECONDS)
                .exceptionally(fault -> null)
                .join();
        group.shutdownGracefully(0, MAX_CLOSE_MS, TimeUnit.MILLISECONDS);
    }
}
