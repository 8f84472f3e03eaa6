package io.uftpengine.core.management;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.uftpengine.core.config.ListenAddress;
import io.uftpengine.core.engine.EngineException;
import io.uftpengine.core.engine.EngineException.Kind;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * Serves by HTTP, for reading only: {@code /metrics} for Prometheus, {@code /livez} and {@code /readyz} for whoever starts and stops
 * processes, {@code /api/v1/sessions} as JSON. It has one thread of its own and bounds what its clients may take: their number, the size of what they send, the time they
 * take, the bytes that wait for them. There is no authentication: it belongs on the loopback interface or a network of operators.
 *
 * <p>Without native transports: a few requests a minute are all that is expected. Safe for use by any thread.
 */
public final class ManagementEndpoint implements AutoCloseable {
    /** Longest request line; the longest path here has a tenth of it. */
    static final int MAX_LINE_BYTES = 1024;

    /** All headers of a request together. */
    static final int MAX_HEADER_BYTES = 8192;

    /** Read at once; the decoder keeps no more than this undecoded. */
    private static final int READ_BYTES = 4096;

    private static final int BACKLOG = 128;
    private static final long MAX_CLOSE_MS = 500;

    private final EventLoopGroup group;
    private final Channel server;
    private final Connections connections;

    private ManagementEndpoint(EventLoopGroup group, Channel server, Connections connections) {
        this.group = group;
        this.server = server;
        this.connections = connections;
    }

    /**
     * Begins to listen.
     *
     * @throws EngineException when it cannot: no such host, or the port is taken
     */
    public static ManagementEndpoint open(ListenAddress where, ManagementSource source) throws EngineException {
        InetAddress host = resolve(where);
        // One thread: a daemon, for it must keep no process alive.
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("uftp-management", true), NioIoHandler.newFactory());
        Connections connections = new Connections();
        Pages pages = new Pages(source, group.next(), System::nanoTime);
        ChannelFuture bound = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                // One read a turn, so that no connection holds up the others.
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(READ_BYTES).maxMessagesPerRead(1))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        addHandlers(channel, pages, connections);
                    }
                })
                .bind(new InetSocketAddress(host, where.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw new EngineException(
                    Kind.NETWORK,
                    "--metrics " + where + ": cannot listen there: " + reason(bound.cause())
                            + "; choose another port, 0 for any free one, or an address of this host",
                    bound.cause());
        }
        return new ManagementEndpoint(group, bound.channel(), connections);
    }

    /** The handlers of one connection, first to last. */
    static void addHandlers(Channel channel, Pages pages, Connections connections) {
        InboundBudget budget = new InboundBudget();
        HttpDecoderConfig limits =
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(budget, new HttpServerCodec(limits), new RequestHandler(pages::find, connections, budget));
    }

    private static InetAddress resolve(ListenAddress where) throws EngineException {
        if (where.host().isEmpty()) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            return InetAddress.getByName(where.host());
        } catch (UnknownHostException e) {
            throw new EngineException(
                    Kind.NETWORK,
                    "--metrics " + where
                            + ": no such host; give an address of this host, or a port only for the loopback",
                    e);
        }
    }

    private static String reason(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Where it listens, with the port that it got. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** For tests: what the connections have come to. */
    Future<Long> count(ToLongFunction<Connections> of) {
        return group.next().submit(() -> of.applyAsLong(connections));
    }

    /** Closes the socket and all connections. Waits for that half a second at most. Idempotent. */
    @Override
    public void close() {
        if (!group.isShuttingDown()) {
            group.next().execute(() -> {
                server.close();
                connections.closeAll();
            });
        }
        group.shutdownGracefully(0, MAX_CLOSE_MS, TimeUnit.MILLISECONDS).awaitUninterruptibly(MAX_CLOSE_MS);
    }
}
