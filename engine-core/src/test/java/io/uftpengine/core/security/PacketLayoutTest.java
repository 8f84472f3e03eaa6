package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the bytes lie before and after sealing and opening, in every kind of buffer. */
class PacketLayoutTest {
    private static final int CANARY = 0x7E;

    private static ByteBuf buffer(boolean direct, int length) {
        return direct
                ? PooledByteBufAllocator.DEFAULT.directBuffer(length, length)
                : PooledByteBufAllocator.DEFAULT.heapBuffer(length, length);
    }

    @ParameterizedTest
    @CsvSource({"false,0", "false,13", "true,0", "true,13"})
    void shouldKeepToThePlaceItIsGiven(boolean direct, int start) throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.complete(false);
        Message data = new FileSeg(1, 2, 3, List.of(), Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7}));
        int sealedLength = UftpHeader.LENGTH + 8 + 7 + SessionSecurity.OVERHEAD;
        ByteBuf out = buffer(direct, start + sealedLength + 5);
        ByteBuf in = buffer(direct, start + sealedLength + 5);
        try {
            out.writeZero(out.capacity()).setIndex(1, 2);
            for (int i = 0; i < out.capacity(); i++) {
                out.setByte(i, CANARY);
            }
            byte[] sealed =
                    Handshakes.seal(session.sender, Handshakes.SENDER, data, Protection.APPLICATION, out, start);
            assertEquals(1, out.readerIndex());
            assertEquals(2, out.writerIndex());
            assertCanaries(out, start, start + sealedLength);
            assertEquals(sealedLength, sealed.length);
            assertEquals(Function.ENCRYPTED.code(), sealed[1]);
            assertEquals(0, sealed[24] | sealed[25]);
            assertEquals(8 + 7 + 16, sealed[26] << 8 | sealed[27]);

            in.writeBytes(out, 0, out.capacity());
            in.setIndex(start, start + sealedLength);
            assertEquals(Opening.APPLICATION, session.receiver.open(in));
            assertEquals(start + SessionSecurity.HEADER_LENGTH, in.readerIndex());
            assertEquals(start + sealedLength - 16, in.writerIndex());
            assertCanaries(in, start, start + sealedLength);
            UftpHeader header = Handshakes.V5.decodeHeader(in);
            assertEquals(Handshakes.header(Function.FILESEG, Handshakes.SENDER), header);
            assertEquals(data, Handshakes.V5.decode(header, in));
        } finally {
            out.release();
            in.release();
        }
    }

    private static void assertCanaries(ByteBuf buffer, int from, int to) {
        for (int i = 0; i < buffer.capacity(); i++) {
            if (i < from || i >= to) {
                assertEquals(CANARY, buffer.getByte(i), "at " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldLeaveAForgedDatagramAsItIs(boolean direct) throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.complete(false);
        ByteBuf forged = buffer(direct, 200);
        try {
            forged.writeZero(3);
            byte[] noise = new byte[60];
            Handshakes.V5.encode(
                    Handshakes.header(Function.ENCRYPTED, Handshakes.SENDER),
                    new EncryptedEnvelope(9, Bytes.of(noise)),
                    forged);
            forged.readerIndex(3);
            byte[] before = ByteBufUtil.getBytes(forged);
            assertEquals(Opening.NOT_AUTHENTIC, session.receiver.open(forged));
            assertEquals(3, forged.readerIndex());
            assertEquals(Bytes.of(before), Bytes.of(ByteBufUtil.getBytes(forged)));
        } finally {
            forged.release();
        }
    }

    @Test
    void shouldCallWhatHasAnotherLayoutMalformed() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.complete(false);
        Message data = new FileSeg(1, 2, 3, List.of(), Bytes.of(new byte[9]));
        byte[] good = Handshakes.seal(session.sender, Handshakes.SENDER, data, Protection.APPLICATION);
        int[] places = {0, 1, 24, 25, 26, 27};
        for (int at : places) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            assertEquals(Opening.MALFORMED, session.receiver.open(Unpooled.wrappedBuffer(bad)), "byte " + at);
        }
        assertEquals(Opening.MALFORMED, session.receiver.open(Unpooled.EMPTY_BUFFER));
        assertEquals(Opening.MALFORMED, session.receiver.open(Unpooled.wrappedBuffer(new byte[] {0x50, 18})));
        assertEquals(Opening.APPLICATION, session.receiver.open(Unpooled.wrappedBuffer(good)));
    }

    @Test
    void shouldNotHandOnEncryptedWithinEncrypted() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.complete(false);
        ByteBuf out = Unpooled.buffer(100).writeZero(100);
        Handshakes.V5.encode(
                Handshakes.header(Function.ENCRYPTED, Handshakes.SENDER),
                new EncryptedEnvelope(9, Bytes.zeros(20)),
                out.clear());
        out.setByte(28, Function.ENCRYPTED.code());
        int length = session.sender.seal(out, 0, 20, Protection.APPLICATION);
        out.setIndex(0, length);
        assertEquals(Opening.MALFORMED, session.receiver.open(out));
        assertEquals(0, out.readerIndex());
        assertEquals(length, out.writerIndex());
    }

    @Test
    void shouldKnowNobodyBeforeThereAreKeys() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        Message data = new FileSeg(1, 2, 3, List.of(), Bytes.of(new byte[9]));
        byte[] sealed = Handshakes.seal(session.sender, Handshakes.SENDER, data, Protection.APPLICATION);
        Handshakes.open(session.receiver, sealed, Opening.NO_KEYS);
        ByteBuf out = Unpooled.buffer(100).writeZero(100);
        assertSame(
                Reason.NO_KEY,
                assertThrows(CryptoFailure.class, () -> session.receiver.seal(out, 0, 4, Protection.HANDSHAKE))
                        .reason());
        session.join();
        assertSame(
                Reason.NO_KEY,
                assertThrows(CryptoFailure.class, () -> session.receiver.seal(out, 0, 4, Protection.APPLICATION))
                        .reason());
        Handshakes.open(session.receiver, sealed, Opening.NO_KEYS);
    }
}
