package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop whose tasks never run out, as those of a sender at full speed don't. */
@Timeout(60)
class RoleEventLoopTest {
    private static final int ROUNDS = 9;

    /** Netty's default would be a second; on a busy machine the thread itself may have to wait for some milliseconds. */
    private static final long MAX_WAIT_NS = 100_000_000;

    private volatile boolean over;
    private long tasks;

    private interface Measurement {
        void on(EventLoopGroup group) throws Exception;
    }

    private void withBusyLoop(Measurement measurement) throws Exception {
        EventLoopGroup group = DatagramTransport.detect().newEventLoop("busy-test");
        try {
            // Two, so that one waits whenever the other runs.
            group.execute(() -> again(group));
            group.execute(() -> again(group));
            measurement.on(group);
            over = true;
            assertTrue(group.submit(() -> tasks).get() > ROUNDS, "the loop was kept busy");
        } finally {
            over = true;
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        }
    }

    private void again(EventLoopGroup group) {
        tasks++;
        long until = System.nanoTime() + 50_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        if (!over) {
            group.execute(() -> again(group));
        }
    }

    private static void assertShort(long[] waitsNs) {
        long median =
                LongStream.of(waitsNs).sorted().skip(ROUNDS / 2).findFirst().orElseThrow();
        assertEquals(ROUNDS, waitsNs.length);
        assertTrue(
                median < MAX_WAIT_NS, "waited " + LongStream.of(waitsNs).boxed().toList() + " ns");
    }

    @Test
    void shouldReadItsSocketsWhileTasksWait() throws Exception {
        withBusyLoop(group -> {
            Arrivals arrivals = new Arrivals();
            Channel channel = new Bootstrap()
                    .group(group)
                    .channelFactory(DatagramTransport.detect().channels(SocketProtocolFamily.INET))
                    .handler(arrivals)
                    .bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0))
                    .sync()
                    .channel();
            long[] waitsNs = new long[ROUNDS];
            try (DatagramSocket sender = new DatagramSocket()) {
                for (int i = 0; i < ROUNDS; i++) {
                    CompletableFuture<Long> arrival = arrivals.expect();
                    long sentNs = System.nanoTime();
                    sender.send(new java.net.DatagramPacket(new byte[1], 1, channel.localAddress()));
                    waitsNs[i] = arrival.get() - sentNs;
                }
            }
            channel.close().sync();
            assertShort(waitsNs);
        });
    }

    @Test
    void shouldRunWhatIsScheduledWhileTasksWait() throws Exception {
        withBusyLoop(group -> {
            long[] waitsNs = new long[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                long dueNs = System.nanoTime() + 1_000_000;
                waitsNs[i] = group.schedule(System::nanoTime, 1, TimeUnit.MILLISECONDS)
                                .get()
                        - dueNs;
            }
            assertShort(waitsNs);
        });
    }

    /** Notes when datagrams come. */
    private static final class Arrivals extends SimpleChannelInboundHandler<DatagramPacket> {
        private volatile CompletableFuture<Long> expected = new CompletableFuture<>();

        CompletableFuture<Long> expect() {
            expected = new CompletableFuture<>();
            return expected;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
            expected.complete(System.nanoTime());
        }
    }
}
