package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import java.lang.management.ManagementFactory;
import org.apache.logging.log4j.LogManager;
import org.junit.jupiter.api.Test;

/** A sealed FILESEG makes no object between the socket and the session: only the cipher may. */
class SealedAllocationTest {
    private static final int PACKETS = 50_000;

    /** Class loading and the like, divided by so many packets. */
    private static final int MAX_BYTES_PER_PACKET = 16;

    /** Opens by moving the header, and nothing else. */
    private static final class OpenDoor implements SessionSecurity {
        @Override
        public Opening open(ByteBuf datagram) {
            int start = datagram.readerIndex();
            datagram.setLong(start + HEADER_LENGTH + 8, datagram.getLong(start + 8));
            datagram.setLong(start + HEADER_LENGTH, datagram.getLong(start));
            datagram.setByte(start + HEADER_LENGTH + 1, Function.FILESEG.code());
            datagram.setIndex(start + HEADER_LENGTH, datagram.writerIndex() - 16);
            return Opening.APPLICATION;
        }

        @Override
        public int seal(ByteBuf datagram, int start, int messageLength, Protection protection) {
            throw new AssertionError();
        }

        @Override
        public KeyWork begin(Action.KeyAction action) {
            throw new AssertionError();
        }

        @Override
        public void destroy() {
            return;
        }
    }

    private static final class Sink extends ChannelInboundHandlerAdapter {
        int taken;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object received) {
            taken += ((DatagramBatch) received).size();
        }
    }

    @Test
    void shouldMakeNoObjectForASealedFileSeg() {
        TransportCounters counters = new TransportCounters();
        RateLimitedLog log = new RateLimitedLog(LogManager.getLogger(SealedAllocationTest.class));
        EmbeddedChannel channel = new EmbeddedChannel();
        KeyThreads threads = new KeyThreads();
        DatagramWriter writer = new DatagramWriter(channel, counters, log);
        SessionKeys keys = new SessionKeys(new OpenDoor(), threads, channel.eventLoop(), counters, () -> 0);
        SingleSession directory = new SingleSession(counters);
        directory.set(
                Datagrams.GROUP,
                0,
                new SessionDriver(new SilentMachine(), new ScriptedHost(), keys, writer, channel.eventLoop(), () -> 0));
        Sink sink = new Sink();
        channel.pipeline()
                .addLast(
                        new DatagramCodecHandler(counters),
                        new DecryptHandler(directory, counters, log, () -> 0),
                        new SessionDispatchHandler(directory, writer, () -> 0),
                        sink);
        byte[] original = sealedFileSeg();
        // On the heap: direct ones are watched for leaks here, which makes objects.
        ByteBuf content = Unpooled.buffer(original.length);
        DatagramPacket packet = Datagrams.packet(content);
        feed(channel, packet, original, 1000);
        ThreadMXBean threadBean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threadBean.getCurrentThreadAllocatedBytes();
        feed(channel, packet, original, PACKETS);
        long perPacket = (threadBean.getCurrentThreadAllocatedBytes() - before) / PACKETS;
        assertEquals(1000 + PACKETS, sink.taken);
        assertTrue(perPacket <= MAX_BYTES_PER_PACKET, perPacket + " bytes for each packet");
        packet.release();
        threads.close();
        channel.finishAndReleaseAll();
    }

    private static byte[] sealedFileSeg() {
        ByteBuf clear = Datagrams.bytes(Datagrams.GROUP, 1, Datagrams.fileSeg(1, 0, 0, new byte[1300]));
        byte[] datagram = new byte[clear.readableBytes() + SessionSecurity.OVERHEAD];
        clear.getBytes(0, datagram, 0, UftpHeader.LENGTH);
        clear.getBytes(
                UftpHeader.LENGTH,
                datagram,
                UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH,
                clear.readableBytes() - UftpHeader.LENGTH);
        datagram[1] = (byte) Function.ENCRYPTED.code();
        return datagram;
    }

    private static void feed(EmbeddedChannel channel, DatagramPacket packet, byte[] original, int times) {
        for (int i = 0; i < times; i++) {
            packet.content().clear().writeBytes(original);
            packet.retain();
            channel.pipeline().fireChannelRead(packet).fireChannelReadComplete();
        }
    }
}
