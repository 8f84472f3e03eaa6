package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatagramCodecHandlerTest {
    private final TransportCounters counters = new TransportCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel(new DatagramCodecHandler(counters), new BatchOpener());

    @AfterEach
    void finish() {
        assertNull(channel.readInbound(), "nothing is left");
        channel.checkException();
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldDecodeAControlMessageAndReleaseTheDatagram() {
        DatagramPacket packet = Datagrams.packet(7, Datagrams.announce());
        int length = packet.content().readableBytes();
        channel.writeInbound(packet);
        ReceivedMessage message = channel.readInbound();
        assertInstanceOf(Announce.class, message.inbound().message());
        assertEquals(7, message.inbound().header().sequence());
        assertEquals(Datagrams.SENDER_ADDRESS, message.inbound().remote());
        assertEquals(length, message.datagramLength());
        assertEquals(0, packet.refCnt());
    }

    @Test
    void shouldPassAFileSegOnAsItIs() {
        DatagramPacket packet = Datagrams.packet(8, Datagrams.fileSeg(1, 0, 0, new byte[10]));
        channel.writeInbound(packet);
        assertSame(packet, channel.readInbound());
        assertEquals(1, packet.refCnt());
        packet.release();
    }

    @Test
    void shouldKeepTheOrderOfBlocksAndMessages() {
        int blocks = 2 * DatagramBatch.CAPACITY + 3;
        for (int i = 0; i < blocks; i++) {
            channel.pipeline().fireChannelRead(Datagrams.packet(i, Datagrams.fileSeg(1, 0, i, new byte[10])));
        }
        assertEquals(2 * DatagramBatch.CAPACITY, channel.inboundMessages().size(), "full batches go on at once");
        channel.pipeline().fireChannelRead(Datagrams.packet(blocks, Datagrams.announce()));
        channel.pipeline().fireChannelRead(Datagrams.packet(blocks + 1, Datagrams.fileSeg(1, 0, 0, new byte[10])));
        channel.pipeline().fireChannelReadComplete();
        for (int i = 0; i <= blocks + 1; i++) {
            Object out = channel.readInbound();
            if (i == blocks) {
                assertInstanceOf(ReceivedMessage.class, out);
            } else {
                DatagramPacket packet = assertInstanceOf(DatagramPacket.class, out);
                assertEquals(i, packet.content().getUnsignedShort(2), "sequence");
                assertTrue(packet.release());
            }
        }
    }

    @Test
    void shouldReleaseWhatWasNotHandedOnWhenItGoes() {
        DatagramPacket packet = Datagrams.packet(8, Datagrams.fileSeg(1, 0, 0, new byte[10]));
        channel.pipeline().fireChannelRead(packet);
        assertEquals(1, packet.refCnt());
        channel.pipeline().removeFirst();
        assertEquals(0, packet.refCnt());
    }

    @ParameterizedTest
    @CsvSource({
        "'', DROPPED_TOO_SHORT",
        "50, DROPPED_TOO_SHORT",
        "50010000000000000000000000000000, DROPPED_TOO_SHORT",
        "40010000000000000000000000000000, DROPPED_BAD_VERSION",
        "50630000000000000000000000000000, DROPPED_UNKNOWN_FUNCTION",
        "5009000000000000000000000000000009, DROPPED_TOO_SHORT",
        "50090000000000000000000000000000090100000000000000, DROPPED_BAD_HEADER_LENGTH",
        "50090000000000000000000000000000090400000000000000, DROPPED_BAD_HEADER_LENGTH",
    })
    void shouldCountAndDropWhatIsMalformed(String hex, Counter counter) {
        ByteBuf content = Unpooled.buffer().writeBytes(ByteBufUtil.decodeHexDump(hex));
        channel.writeInbound(Datagrams.packet(content));
        assertEquals(1, counters.get(counter), counter.name());
        assertEquals(1, counters.get(Counter.DATAGRAMS_IN));
        assertEquals(0, content.refCnt());
    }

    @Test
    void shouldPassOnWhatIsEncryptedUnlessItIsTooShort() {
        int shortest = UftpHeader.LENGTH + SessionSecurity.OVERHEAD + 1;
        for (int length = UftpHeader.LENGTH; length <= shortest; length++) {
            ByteBuf content = Unpooled.buffer().writeZero(length);
            content.setByte(0, 0x50).setByte(1, Function.ENCRYPTED.code());
            DatagramPacket packet = Datagrams.packet(content);
            channel.writeInbound(packet);
            Object out = channel.readInbound();
            assertSame(length == shortest ? packet : null, out);
            assertEquals(out == null ? 0 : 1, packet.refCnt());
        }
        channel.writeInbound(Datagrams.packet(Unpooled.buffer().writeZero(0)));
        assertEquals(1 + SessionSecurity.OVERHEAD + 1, counters.get(Counter.DROPPED_TOO_SHORT));
    }

    @Test
    void shouldKeepTheBytesOfWhatIsSigned() {
        Announce clear = Datagrams.announce();
        Announce encrypted = Datagrams.encryptedAnnounce();
        for (Announce announce : List.of(clear, encrypted)) {
            ByteBuf content = Datagrams.bytes(Datagrams.GROUP, 0, announce);
            Bytes whole = Bytes.of(ByteBufUtil.getBytes(content));
            channel.writeInbound(Datagrams.packet(content));
            ReceivedMessage message = channel.readInbound();
            assertEquals(
                    announce == clear ? Bytes.EMPTY : whole, message.inbound().raw());
            assertEquals(announce, message.inbound().message());
            assertEquals(Protection.CLEAR, message.inbound().protection());
        }
    }

    @Test
    void shouldDropWhatIsTooLong() {
        ByteBuf content = Datagrams.bytes(1, 1, Datagrams.fileSeg(1, 0, 0, new byte[9005]));
        channel.writeInbound(Datagrams.packet(content));
        assertEquals(1, counters.get(Counter.DROPPED_TOO_LONG));
        assertEquals(0, content.refCnt());
    }

    @Test
    void shouldSurviveRandomBytes() {
        long seed = System.nanoTime();
        System.out.println("DatagramCodecHandlerTest seed " + seed);
        Random random = new Random(seed);
        int sent = 20_000;
        for (int i = 0; i < sent; i++) {
            byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            if (bytes.length > 17 && i % 2 == 0) {
                bytes[0] = 0x50;
                bytes[1] = (byte) random.nextInt(23);
                bytes[16] = bytes[1];
            }
            channel.writeInbound(Datagrams.packet(Unpooled.wrappedBuffer(bytes)));
            Object out = channel.readInbound();
            if (out instanceof DatagramPacket packet) {
                packet.release();
            }
        }
        channel.checkException();
        assertEquals(sent, counters.get(Counter.DATAGRAMS_IN));
        assertTrue(counters.get(Counter.DROPPED_BAD_VERSION) > sent / 3);
    }
}
