package io.uftpengine.core.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.uftpengine.core.config.NetworkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens and sets up the channels of a role. Calls block until the channel is bound: not for an event loop.
 *
 * <p>A receiver lets the kernel hand over many datagrams a system call, see {@link BulkReads}. What is sliced pins its receive
 * buffer, so no handler keeps a datagram beyond its call.
 */
final class DatagramSockets {
    /** Datagrams read before the sessions act on them. */
    private static final int MAX_MESSAGES_PER_READ = 128;

    /** Datagrams written before the event loop looks at other work. */
    private static final int MAX_MESSAGES_PER_WRITE = 256;

    /** Bytes waiting for the kernel at which a sender pauses and goes on. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(256 * 1024, 512 * 1024);

    private static final int DSCP_SHIFT = 2;

    private final DatagramTransport transport;
    private final EventLoop loop;
    private final NetworkConfig config;
    private final Consumer<String> warnings;

    /** @param warnings hears what an operator can cure */
    DatagramSockets(DatagramTransport transport, EventLoop loop, NetworkConfig config, Consumer<String> warnings) {
        this.transport = transport;
        this.loop = loop;
        this.config = config;
        this.warnings = warnings;
    }

    /**
     * A channel on all addresses.
     *
     * @param port 0 = any free one
     * @param receiver takes data: others on this host may have the same port (SO_REUSEADDR), and datagrams come in bulk
     * @param handlers the pipeline
     */
    DatagramChannel open(
            SocketProtocolFamily family, int port, boolean receiver, Function<Channel, List<ChannelHandler>> handlers)
            throws NetworkSetupException {
        return open(family, anyAddress(family, port), receiver, handlers);
    }

    /** As the other one, on one address only. */
    DatagramChannel open(
            SocketProtocolFamily family,
            InetSocketAddress address,
            boolean receiver,
            Function<Channel, List<ChannelHandler>> handlers)
            throws NetworkSetupException {
        int port = address.getPort();
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(transport.channels(family))
                .option(ChannelOption.SO_REUSEADDR, receiver)
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.MAX_MESSAGES_PER_WRITE, MAX_MESSAGES_PER_WRITE)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(handlers.apply(channel).toArray(ChannelHandler[]::new));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new NetworkSetupException(
                    "cannot open UDP port " + port + ": " + bound.cause().getMessage()
                            + (port == 0 ? "" : "; choose another one with --port/-p, or --source-port/-u to send"),
                    bound.cause());
        }
        DatagramChannel channel = (DatagramChannel) bound.channel();
        try {
            setUp(channel, family, receiver);
        } catch (ChannelException e) {
            channel.close();
            throw new NetworkSetupException(
                    "cannot set a socket option: " + e.getMessage() + "; check --ttl/-t and --dscp/-Q", e);
        }
        return channel;
    }

    private void setUp(DatagramChannel channel, SocketProtocolFamily family, boolean receiver) {
        channel.config()
                .setRecvByteBufAllocator(
                        receiver
                                ? transport.bulkReads(channel, MAX_MESSAGES_PER_READ)
                                : DatagramTransport.singleReads(MAX_MESSAGES_PER_READ));
        transport.hearJoinedGroupsOnly(channel);
        transport.setMulticastHops(channel, family, config.ttl());
        if (config.dscp() != 0) {
            // Netty sets IPV6_TCLASS as well when the socket is IPv6.
            channel.config().setTrafficClass(config.dscp() << DSCP_SHIFT);
        }
        channel.config().setReceiveBufferSize(config.socketBufferBytes());
        channel.config().setSendBufferSize(config.socketBufferBytes());
        checkBuffer("receive", "net.core.rmem_max", channel.config().getReceiveBufferSize());
        checkBuffer("send", "net.core.wmem_max", channel.config().getSendBufferSize());
    }

    private void checkBuffer(String which, String sysctl, int reported) {
        int granted = transport.grantedBufferBytes(reported);
        if (granted < config.socketBufferBytes()) {
            warnings.accept("the " + which + " buffer has " + granted + " bytes instead of "
                    + config.socketBufferBytes() + " (--socket-buffer/-B); raise the limit: sysctl -w " + sysctl + "="
                    + config.socketBufferBytes());
        }
    }

    /** Makes an interface the one that multicast leaves by. */
    static void setMulticastInterface(DatagramChannel channel, java.net.NetworkInterface outgoing) {
        channel.config().setNetworkInterface(outgoing);
        // Receivers on this very host are receivers, too.
        channel.config().setLoopbackModeDisabled(false);
    }

    private static InetSocketAddress anyAddress(SocketProtocolFamily family, int port) {
        try {
            byte[] any = new byte[family == SocketProtocolFamily.INET ? 4 : 16];
            return new InetSocketAddress(InetAddress.getByAddress(any), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
