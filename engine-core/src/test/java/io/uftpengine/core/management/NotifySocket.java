package io.uftpengine.core.management;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service manager's socket, for tests: what it is told, in order. */
public final class NotifySocket implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final String name;
    private final Channel channel;

    /** @param name a path, or @ and an abstract name */
    public NotifySocket(String name) {
        this(name, true);
    }

    private NotifySocket(String name, boolean isRead) {
        this.name = name;
        channel = new Bootstrap()
                .group(group)
                .channel(EpollDomainDatagramChannel.class)
                .option(ChannelOption.AUTO_READ, isRead)
                .handler(new SimpleChannelInboundHandler<DomainDatagramPacket>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, DomainDatagramPacket packet) {
                        messages.add(packet.content().toString(StandardCharsets.UTF_8));
                    }
                })
                .bind(new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name))
                .syncUninterruptibly()
                .channel();
    }

    /** One that does not read before {@link #read}. */
    static NotifySocket deaf(String name) {
        return new NotifySocket(name, false);
    }

    void read() {
        channel.config().setAutoRead(true);
    }

    /** The value of NOTIFY_SOCKET. */
    public String name() {
        return name;
    }

    /** The next message. */
    public String next() throws InterruptedException {
        String message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message within " + PATIENCE_SECONDS + " s");
        }
        return message;
    }

    /** All up to the first one that begins so, that one last. */
    public List<String> upTo(String beginning) throws InterruptedException {
        List<String> all = new ArrayList<>();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - deadlineNs < 0) {
            String message = next();
            all.add(message);
            if (message.startsWith(beginning)) {
                return all;
            }
        }
        throw new AssertionError("no \"" + beginning + "\" among " + all);
    }

    /** Those that nobody has asked for yet. */
    public List<String> rest() {
        List<String> all = new ArrayList<>();
        messages.drainTo(all);
        return all;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
