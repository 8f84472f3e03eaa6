package io.uftpengine.codec.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.extension.UnknownExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.testkit.Wire;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Where signatures are, in whatever bytes. */
class SignatureFieldTest {
    private static final int MUTATIONS = 200_000;
    private static final Bytes SIGNATURE = Bytes.of(filled(68, 0x55));

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static EncInfo encInfo() {
        return EncInfo.of(
                true, 6, 3, Bytes.of(filled(32, 1)), Bytes.of(filled(68, 2)), Bytes.of(filled(100, 3)), SIGNATURE);
    }

    private static Announce announce(String address) throws Exception {
        InetAddress group = InetAddress.getByName(address);
        return new Announce(
                false,
                false,
                20,
                0,
                1300,
                77,
                group,
                group,
                List.of(new UnknownExtension(99, Bytes.zeros(6)), encInfo(), encInfo()),
                IdList.of(7, 8));
    }

    private static KeyInfo keyInfo() {
        return new KeyInfo(5, SIGNATURE, List.of(new KeyInfo.Entry(9, Bytes.zeros(48))));
    }

    private static SignatureField locate(byte[] datagram) throws DecodeException {
        return Wire.V5.signature(Unpooled.wrappedBuffer(datagram));
    }

    private static byte[] datagram(Message message) {
        return Wire.encode(Wire.header(message.function()), message);
    }

    @Test
    void shouldFindTheFirstEncInfoOfAnAnnounce() throws Exception {
        int encInfo = 44 + 68 + 100 + 68;
        assertEquals(
                new SignatureField(16 + 24 + 8, encInfo, 16 + 24 + 8 + 44 + 168, 68),
                locate(datagram(announce("239.1.2.3"))));
        assertEquals(
                new SignatureField(16 + 48 + 8, encInfo, 16 + 48 + 8 + 44 + 168, 68),
                locate(datagram(announce("ff12::1"))));
    }

    @Test
    void shouldFindThoseOfTheOtherSignedMessages() throws Exception {
        assertEquals(new SignatureField(16, 12 + 68, 16 + 12, 68), locate(datagram(keyInfo())));
        assertEquals(
                new SignatureField(16, 8 + 8 + 68 + 68, 16 + 8 + 76, 68),
                locate(datagram(new ProxyKey(Bytes.zeros(8), Bytes.zeros(68), SIGNATURE))));
        ByteBuf inner = Unpooled.buffer().writeZero(5).skipBytes(5);
        Wire.V5.encodeInner(new ClientKey(Bytes.zeros(100), SIGNATURE), inner);
        assertEquals(new SignatureField(0, 8 + 100 + 68, 108, 68), Wire.V5.innerSignature(inner));
        assertEquals(5, inner.readerIndex());
    }

    @Test
    void shouldCountFromTheReaderIndexAndNotMoveIt() throws Exception {
        byte[] plain = datagram(keyInfo());
        ByteBuf shifted = Unpooled.buffer().writeZero(11).writeBytes(plain).skipBytes(11);
        assertEquals(locate(plain), Wire.V5.signature(shifted));
        assertEquals(11, shifted.readerIndex());
        assertEquals(plain.length, shifted.readableBytes());
    }

    @Test
    void shouldFindNoneInWhatIsNotSigned() throws Exception {
        assertEquals(
                Fault.BAD_VALUE,
                assertThrows(DecodeException.class, () -> locate(datagram(new DoneConf(IdList.of(1)))))
                        .fault());
        Announce clear = new Announce(
                false,
                false,
                20,
                2,
                1300,
                77,
                InetAddress.getLoopbackAddress(),
                InetAddress.getLoopbackAddress(),
                List.of(new TfmccData(1, 2, 3)),
                IdList.EMPTY);
        assertEquals(
                Fault.BAD_VALUE,
                assertThrows(DecodeException.class, () -> locate(datagram(clear)))
                        .fault());
        byte[] another = datagram(keyInfo());
        another[1] = (byte) Function.ANNOUNCE.code();
        assertThrows(DecodeException.class, () -> locate(another));
    }

    @Test
    void shouldRefuseEveryTruncation() throws Exception {
        for (byte[] whole : List.of(datagram(announce("239.1.2.3")), datagram(keyInfo()))) {
            SignatureField field = locate(whole);
            int end = field.boundOffset() + field.boundLength();
            for (int length = 0; length < end; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThrows(DecodeException.class, () -> locate(cut), () -> "at " + cut.length);
            }
        }
    }

    @Test
    void shouldAgreeWithTheDecoderOnDamagedDatagrams() throws Exception {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("SignatureFieldTest: -Dfuzz.seed=" + seed);
        Random random = new Random(seed);
        List<byte[]> good = List.of(
                datagram(announce("239.1.2.3")),
                datagram(announce("ff12::1")),
                datagram(keyInfo()),
                datagram(new ProxyKey(Bytes.zeros(8), Bytes.zeros(68), SIGNATURE)),
                datagram(new ClientKey(Bytes.zeros(100), SIGNATURE)));
        int found = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] damaged = good.get(random.nextInt(good.size())).clone();
            for (int left = 1 + random.nextInt(3); left > 0; left--) {
                damaged[16 + random.nextInt(Math.min(80, damaged.length - 16))] = (byte) random.nextInt();
            }
            if (random.nextInt(4) == 0) {
                damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length + 20));
            }
            SignatureField field;
            try {
                field = locate(damaged);
            } catch (DecodeException e) {
                refused++;
                continue;
            }
            found++;
            assertTrue(field.boundOffset() + field.boundLength() <= damaged.length, () -> "seed " + seed);
            assertAgrees(damaged, field, seed);
        }
        assertTrue(found > MUTATIONS / 10, found + " found");
        assertTrue(refused > MUTATIONS / 10, refused + " refused");
    }

    private static void assertAgrees(byte[] damaged, SignatureField field, long seed) {
        Message message;
        try {
            ByteBuf in = Unpooled.wrappedBuffer(damaged);
            message = Wire.V5.decode(Wire.V5.decodeHeader(in), in);
        } catch (DecodeException e) {
            return;
        }
        Bytes signature;
        if (message instanceof Announce announce) {
            signature = announce.extensions().stream()
                    .filter(EncInfo.class::isInstance)
                    .map(extension -> ((EncInfo) extension).signature())
                    .findFirst()
                    .orElseThrow();
        } else if (message instanceof KeyInfo keyInfo) {
            signature = keyInfo.signature();
        } else if (message instanceof ProxyKey proxyKey) {
            signature = proxyKey.signature();
        } else {
            signature = ((ClientKey) message).signature();
        }
        assertEquals(
                ByteBufUtil.hexDump(signature.toArray()),
                ByteBufUtil.hexDump(damaged, field.offset(), field.length()),
                () -> "seed " + seed);
    }

    @Test
    void shouldEncodeAnExtensionAsItStandsInAnAnnounce() throws Exception {
        byte[] whole = datagram(announce("239.1.2.3"));
        SignatureField field = locate(whole);
        ByteBuf alone = Unpooled.buffer();
        Wire.V5.encodeExtension(encInfo(), alone);
        assertEquals(ByteBufUtil.hexDump(whole, field.boundOffset(), field.boundLength()), ByteBufUtil.hexDump(alone));
        EncInfo tooLong = EncInfo.of(true, 6, 3, Bytes.zeros(32), Bytes.zeros(1000), Bytes.zeros(68), SIGNATURE);
        assertThrows(IllegalArgumentException.class, () -> Wire.V5.encodeExtension(tooLong, alone));
        assertEquals(field.boundLength(), alone.readableBytes());
    }
}
