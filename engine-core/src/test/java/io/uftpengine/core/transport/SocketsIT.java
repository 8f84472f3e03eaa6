package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.SegmentedDatagramPacket;
import io.uftpengine.core.config.NetworkConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Socket options and groups, as the kernel sees them, for each transport of this system. */
class SocketsIT {
    private static final int TTL = 7;
    private static final int DSCP = 10;
    private static final long MAX_SECONDS = 10;
    private static final SocketProtocolFamily V4 = SocketProtocolFamily.INET;

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private EventLoopGroup group;

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private DatagramChannel open(DatagramTransport transport, SocketProtocolFamily family, int port, int buffer)
            throws Exception {
        if (group == null) {
            group = transport.newEventLoop("test");
        }
        NetworkConfig config = new NetworkConfig(List.of("lo"), 1044, 0, TTL, DSCP, buffer);
        DatagramSockets sockets = new DatagramSockets(transport, group.next(), config, warnings::add);
        return sockets.open(family, port, true, channel -> List.of(new Ear()));
    }

    private final class Ear extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            heard.add(((InetSocketAddress) ctx.channel().localAddress()).getPort() + ":"
                    + packet.content().readableBytes());
        }
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return group.next().submit(task).get(MAX_SECONDS, TimeUnit.SECONDS);
    }

    private GroupMemberships memberships(DatagramChannel channel) throws Exception {
        return new GroupMemberships(
                channel,
                InterfaceSelection.select(List.of("lo"), V4),
                List.of(),
                warnings::add,
                new RateLimitedLog(LogManager.getLogger(SocketsIT.class)));
    }

    private static void send(DatagramChannel from, String to, int port, int length) {
        from.writeAndFlush(
                        new DatagramPacket(Unpooled.wrappedBuffer(new byte[length]), new InetSocketAddress(to, port)))
                .syncUninterruptibly();
    }

    @ParameterizedTest
    @EnumSource
    void shouldSetMulticastHopsAndTrafficClass(DatagramTransport transport) throws Exception {
        for (SocketProtocolFamily family : new SocketProtocolFamily[] {V4, SocketProtocolFamily.INET6}) {
            DatagramChannel channel = open(transport, family, 0, 65536);
            assertEquals(TTL, transport.multicastHops(channel, family), family + " hops");
            assertEquals(DSCP << 2, channel.config().getTrafficClass(), family + " traffic class");
        }
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @EnumSource
    void shouldNameTheSysctlWhenTheKernelGrantsLess(DatagramTransport transport) throws Exception {
        open(transport, V4, 0, 100_000_000);
        assertEquals(2, warnings.size(), warnings.toString());
        assertTrue(warnings.get(0).contains("sysctl -w net.core.rmem_max=100000000"), warnings.get(0));
        assertTrue(warnings.get(1).contains("sysctl -w net.core.wmem_max=100000000"), warnings.get(1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldHearJoinedGroupsOnlyAndUntilTheLastHolderLeaves(DatagramTransport transport) throws Exception {
        DatagramChannel sender = open(transport, V4, 0, 65536);
        DatagramSockets.setMulticastInterface(
                sender, InterfaceSelection.selectForSender(List.of("lo"), V4).network());
        DatagramChannel one = open(transport, V4, 0, 65536);
        int port = one.localAddress().getPort();
        DatagramChannel two = open(transport, V4, port, 65536);
        GroupMemberships ofOne = memberships(one);
        GroupMemberships ofTwo = memberships(two);
        InetAddress mine = InetAddress.getByName("239.9.1.1");
        InetAddress others = InetAddress.getByName("239.9.1.2");
        assertNull(onLoop(() -> ofOne.join(mine)));
        assertNull(onLoop(() -> ofOne.join(mine)), "a second holder");
        assertNull(onLoop(() -> ofTwo.join(others)));
        send(sender, "239.9.1.1", port, 11);
        assertEquals(port + ":11", heard.poll(MAX_SECONDS, TimeUnit.SECONDS));
        onLoop(() -> {
            ofOne.leave(mine);
            return null;
        });
        send(sender, "239.9.1.1", port, 12);
        assertEquals(port + ":12", heard.poll(MAX_SECONDS, TimeUnit.SECONDS), "one holder is left");
        onLoop(() -> {
            ofOne.leave(mine);
            return null;
        });
        assertEquals(0, ofOne.size());
        send(sender, "239.9.1.1", port, 13);
        send(sender, "239.9.1.2", port, 14);
        assertEquals(port + ":14", heard.poll(MAX_SECONDS, TimeUnit.SECONDS), "13 came to nobody, 14 to one");
        assertTrue(heard.isEmpty(), heard.toString());
        assertEquals(List.of(), warnings);
    }

    @ParameterizedTest
    @EnumSource
    void shouldWarnWhenTheLimitOfGroupsIsReached(DatagramTransport transport) throws Exception {
        DatagramChannel channel = open(transport, V4, 0, 65536);
        GroupMemberships memberships = memberships(channel);
        String problem = null;
        for (int i = 1; i <= 250 && problem == null; i++) {
            InetAddress next = InetAddress.getByAddress(new byte[] {(byte) 239, 9, 2, (byte) i});
            problem = onLoop(() -> memberships.join(next));
        }
        if (problem != null) {
            assertTrue(problem.contains("net.ipv4.igmp_max_memberships"), problem);
            assertEquals(List.of(problem), warnings);
        } else {
            assertNotNull(channel, "this system has a higher limit");
        }
    }

    /** Ten datagrams of one length and a short one, for the kernel to take apart. */
    private static SegmentedDatagramPacket slab(int port) {
        return new SegmentedDatagramPacket(
                Unpooled.wrappedBuffer(new byte[10 * 1324 + 7]), 1324, new InetSocketAddress("127.0.0.1", port));
    }

    private void assertSlabCame(int port) throws InterruptedException {
        for (int i = 0; i <= 10; i++) {
            assertEquals(port + ":" + (i < 10 ? 1324 : 7), heard.poll(MAX_SECONDS, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadCoalescedDatagramsOneByOne(DatagramTransport transport) throws Exception {
        DatagramChannel sender = open(transport, V4, 0, 1 << 20);
        DatagramChannel receiver = open(transport, V4, 0, 1 << 20);
        int port = receiver.localAddress().getPort();
        int[] lengths = {1324, 1324, 1324, 200, 1324, 8824, 8824, 1, 1324, 1324};
        for (int length : lengths) {
            sender.write(new DatagramPacket(
                    Unpooled.wrappedBuffer(new byte[length]), new InetSocketAddress("127.0.0.1", port)));
        }
        if (transport == DatagramTransport.EPOLL) {
            sender.write(slab(port));
        }
        sender.flush();
        for (int length : lengths) {
            assertEquals(port + ":" + length, heard.poll(MAX_SECONDS, TimeUnit.SECONDS));
        }
        if (transport == DatagramTransport.EPOLL) {
            assertSlabCame(port);
        }
        assertTrue(heard.isEmpty(), heard.toString());
    }

    /** Written in one task of the loop that reads, so all of them wait in the socket when the first is read. */
    private void sendAtOnce(DatagramChannel sender, int port, int count, int length) throws Exception {
        onLoop(() -> {
            for (int i = 0; i < count; i++) {
                sender.write(new DatagramPacket(
                        Unpooled.wrappedBuffer(new byte[length]), new InetSocketAddress("127.0.0.1", port)));
            }
            sender.flush();
            return null;
        });
        for (int i = 0; i < count; i++) {
            assertEquals(port + ":" + length, heard.poll(MAX_SECONDS, TimeUnit.SECONDS), "datagram " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadLoneDatagramsManyACall(DatagramTransport transport) throws Exception {
        DatagramChannel sender = open(transport, V4, 0, 1 << 20);
        DatagramChannel receiver = open(transport, V4, 0, 1 << 20);
        int port = receiver.localAddress().getPort();
        sendAtOnce(sender, port, BulkReads.LONE_READS + 50, 100);
        if (transport == DatagramTransport.EPOLL) {
            assertEquals(BulkReads.SLOT_BYTES, onLoop(() -> receiver.config()
                    .getOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE)));
            assertEquals(false, onLoop(() -> receiver.config().getOption(EpollChannelOption.UDP_GRO)));
        }
        sendAtOnce(sender, port, 50, 101);
        sendAtOnce(sender, port, 20, DatagramCodecHandler.MAX_DATAGRAM_LENGTH);
        send(sender, "127.0.0.1", port, 20_000);
        assertEquals(
                port + ":" + BulkReads.SLOT_BYTES, heard.poll(MAX_SECONDS, TimeUnit.SECONDS), "too long, and shows");
        if (transport == DatagramTransport.EPOLL) {
            sender.writeAndFlush(slab(port));
            assertSlabCame(port);
        }
        assertTrue(heard.isEmpty(), heard.toString());
    }
}
