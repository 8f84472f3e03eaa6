package io.uftpengine.core.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannel;
import java.net.StandardSocketOptions;
import java.util.List;

/**
 * What the system offers for datagrams: epoll on Linux, NIO elsewhere. Immutable; finds out once.
 *
 * <p>Channels are made for one family, never dual-stack: a dual-stack channel joins IPv4 groups but hears nothing of
 * them.
 */
public enum DatagramTransport {
    /** Linux. */
    EPOLL {
        @Override
        EventLoopGroup newEventLoop(String threadName) {
            return new RoleEventLoop(threadName, EpollIoHandler.newFactory());
        }

        @Override
        ChannelFactory<Channel> channels(SocketProtocolFamily family) {
            return () -> new EpollDatagramChannel(family);
        }

        @Override
        void hearJoinedGroupsOnly(DatagramChannel channel) {
            channel.config().setOption(EpollChannelOption.IP_MULTICAST_ALL, false);
        }

        @Override
        RecvByteBufAllocator bulkReads(DatagramChannel channel, int maxDatagrams) {
            boolean joined;
            try {
                joined = channel.config().setOption(EpollChannelOption.UDP_GRO, true);
            } catch (ChannelException e) {
                // Kernels before 5.0.
                joined = false;
            }
            BulkReads reads = new BulkReads(joined, maxDatagrams);
            channel.closeFuture().addListener(closed -> reads.close());
            return reads;
        }

        /** Netty's IP_MULTICAST_TTL sets the TTL of unicast (IP_TTL), so the kernel's options are set by number. */
        @Override
        void setMulticastHops(DatagramChannel channel, SocketProtocolFamily family, int hops) {
            channel.config().setOption(family == SocketProtocolFamily.INET ? IP_MULTICAST_TTL : IPV6_HOPS, hops);
        }

        @Override
        int multicastHops(DatagramChannel channel, SocketProtocolFamily family) {
            return channel.config().getOption(family == SocketProtocolFamily.INET ? IP_MULTICAST_TTL : IPV6_HOPS);
        }

        /** Linux reports twice what was asked for and granted: it counts its bookkeeping. */
        @Override
        int grantedBufferBytes(int reported) {
            return reported / 2;
        }
    },
    /** Everywhere. */
    NIO {
        @Override
        EventLoopGroup newEventLoop(String threadName) {
            return new RoleEventLoop(threadName, NioIoHandler.newFactory());
        }

        @Override
        ChannelFactory<Channel> channels(SocketProtocolFamily family) {
            return () -> new NioDatagramChannel(family);
        }

        /** The JDK does it itself. */
        @Override
        void hearJoinedGroupsOnly(DatagramChannel channel) {
            return;
        }

        @Override
        RecvByteBufAllocator bulkReads(DatagramChannel channel, int maxDatagrams) {
            return singleReads(maxDatagrams);
        }

        @Override
        void setMulticastHops(DatagramChannel channel, SocketProtocolFamily family, int hops) {
            channel.config().setOption(NIO_HOPS, hops);
        }

        @Override
        int multicastHops(DatagramChannel channel, SocketProtocolFamily family) {
            return channel.config().getOption(NIO_HOPS);
        }

        /** The JDK has halved it already. */
        @Override
        int grantedBufferBytes(int reported) {
            return reported;
        }
    };

    private static final ChannelOption<Integer> IP_MULTICAST_TTL =
            new IntegerUnixChannelOption("IPPROTO_IP.IP_MULTICAST_TTL", 0, 33);
    private static final ChannelOption<Integer> IPV6_HOPS =
            new IntegerUnixChannelOption("IPPROTO_IPV6.IPV6_MULTICAST_HOPS", 41, 18);
    private static final ChannelOption<Integer> NIO_HOPS = NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_TTL);

    /** File descriptors of channels; none with NIO. */
    static int[] descriptors(List<DatagramChannel> channels) {
        return channels.stream()
                .filter(UnixChannel.class::isInstance)
                .mapToInt(channel -> ((UnixChannel) channel).fd().intValue())
                .toArray();
    }

    /** The best that works here. */
    public static DatagramTransport detect() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** An event loop of one thread. */
    abstract EventLoopGroup newEventLoop(String threadName);

    abstract ChannelFactory<Channel> channels(SocketProtocolFamily family);

    /** Keeps groups away that only other sockets of this host joined. */
    abstract void hearJoinedGroupsOnly(DatagramChannel channel);

    /** One datagram a system call, of whatever length: one that is too long shows. */
    static RecvByteBufAllocator singleReads(int maxDatagrams) {
        return new FixedRecvByteBufAllocator(BulkReads.SLOT_BYTES).maxMessagesPerRead(maxDatagrams);
    }

    /** How a receiver's channel reads the most datagrams a system call. */
    abstract RecvByteBufAllocator bulkReads(DatagramChannel channel, int maxDatagrams);

    abstract void setMulticastHops(DatagramChannel channel, SocketProtocolFamily family, int hops);

    abstract int multicastHops(DatagramChannel channel, SocketProtocolFamily family);

    /** What a socket buffer's reported size means in terms of what was asked for. */
    abstract int grantedBufferBytes(int reported);
}
