package io.uftpengine.core.management;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
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
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Answers the connections to a listening socket, on one thread of its own. Safe for use by any thread. */
final class HttpService implements AutoCloseable {
    /** Longest request line; the longest path here has a tenth of it. */
    static final int MAX_LINE_BYTES = 1024;

    /** All headers of a request together. */
    static final int MAX_HEADER_BYTES = 8192;

    /** Read at once; the decoder keeps no more than this undecoded. */
    private static final int READ_BYTES = 4096;

    private static final long MAX_CLOSE_MS = 500;

    private final Connections connections = new Connections();
    // One thread: a daemon, for it must keep no process alive.
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("uftp-management", true), NioIoHandler.newFactory());
    private final Channel server;

    /** @param socket bound; this closes it */
    HttpService(ServerSocketChannel socket, ManagementSource source) {
        Pages pages = new Pages(source, group.next(), System::nanoTime);
        server = new ServerBootstrap()
                .group(group)
                .channelFactory(() -> new NioServerSocketChannel(socket))
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
                .register()
                .channel();
    }

    /** The handlers of one connection, first to last. */
    static void addHandlers(Channel channel, Pages pages, Connections connections) {
        InboundBudget budget = new InboundBudget();
        HttpDecoderConfig limits =
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE_BYTES).setMaxHeaderSize(MAX_HEADER_BYTES);
        channel.pipeline()
                .addLast(budget, new HttpServerCodec(limits), new RequestHandler(pages::find, connections, budget));
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
