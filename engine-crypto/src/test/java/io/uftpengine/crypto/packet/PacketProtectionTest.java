package io.uftpengine.crypto.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PacketProtectionTest {
    private static final int AAD = 28;
    private static final int TEXT = 1308;
    private static final int FRONT = 5;
    private static final int BEHIND = 3;
    private static final Random RANDOM = Seeds.random("PacketProtectionTest");

    enum Kind {
        HEAP,
        HEAP_SLICE,
        DIRECT,
        COMPOSITE;

        /** FRONT bytes, header, text, room for the tag, BEHIND bytes; all random. */
        ByteBuf buffer() {
            int size = FRONT + AAD + TEXT + CipherSuite.TAG_LENGTH + BEHIND;
            byte[] content = Seeds.bytes(RANDOM, size);
            return switch (this) {
                case HEAP -> Unpooled.wrappedBuffer(content);
                case HEAP_SLICE ->
                    Unpooled.buffer(size + 64).writeZero(17).writeBytes(content).slice(17, size);
                case DIRECT -> Unpooled.directBuffer(size).writeBytes(content);
                case COMPOSITE ->
                    Unpooled.compositeBuffer()
                            .addComponent(true, Unpooled.copiedBuffer(content, 0, 100))
                            .addComponent(true, Unpooled.directBuffer().writeBytes(content, 100, size - 100));
            };
        }
    }

    private static TrafficKeys keys(CipherSuite suite) {
        return new TrafficKeys(
                suite,
                SecretBytes.owning(Seeds.bytes(RANDOM, suite.keyLength())),
                SecretBytes.owning(Seeds.bytes(RANDOM, CipherSuite.NONCE_LENGTH)));
    }

    private static Reason reason(Executable executable) {
        return assertThrows(CryptoFailure.class, executable).reason();
    }

    private static Stream<Object[]> suitesAndKinds() {
        return Stream.of(CipherSuite.values())
                .flatMap(suite -> Stream.of(Kind.values()).map(kind -> new Object[] {suite, kind}));
    }

    @ParameterizedTest
    @MethodSource("suitesAndKinds")
    void shouldOpenWhatItSealedInPlace(CipherSuite suite, Kind kind) throws CryptoFailure {
        TrafficKeys keys = keys(suite);
        ByteBuf packet = kind.buffer();
        byte[] before = ByteBufUtil.getBytes(packet);
        int readerIndex = packet.readerIndex();
        int writerIndex = packet.writerIndex();

        new AeadPacketSealer(keys).seal(packet, FRONT, AAD, FRONT + AAD, TEXT, 7);
        byte[] sealed = ByteBufUtil.getBytes(packet);
        int tagEnd = FRONT + AAD + TEXT + CipherSuite.TAG_LENGTH;
        for (int i = 0; i < sealed.length; i++) {
            if (i < FRONT + AAD || i >= tagEnd) {
                assertEquals(before[i], sealed[i], "byte " + i + " is none of the sealer's");
            }
        }
        assertNotEquals(Hex.of(before), Hex.of(sealed));

        int length = new AeadPacketOpener(keys).open(packet, FRONT, AAD, FRONT + AAD, TEXT + CipherSuite.TAG_LENGTH, 7);
        assertEquals(TEXT, length);
        byte[] opened = ByteBufUtil.getBytes(packet);
        assertEquals(
                Hex.of(before).substring(0, 2 * (FRONT + AAD + TEXT)),
                Hex.of(opened).substring(0, 2 * (FRONT + AAD + TEXT)));
        assertEquals(readerIndex, packet.readerIndex());
        assertEquals(writerIndex, packet.writerIndex());
        packet.release();
    }

    @Test
    void shouldXorCounterIntoLastEightBytesOfNonce() {
        byte[] iv = Hex.bytes("a0a1a2a3 b0b1b2b3b4b5b6b7");
        byte[] nonce = new byte[12];
        PacketNonce.write(iv, 0x0102030405060708L, nonce);
        assertEquals("a0a1a2a3" + "b1b3b1b7b1b3b1bf", Hex.of(nonce));
        PacketNonce.write(iv, -1, nonce);
        assertEquals("a0a1a2a3" + "4f4e4d4c4b4a4948", Hex.of(nonce));
    }

    /** The whole packet recomputed with nothing but the JDK. */
    @Test
    void shouldSealAsTheProtocolSays() throws Exception {
        byte[] key = Seeds.bytes(RANDOM, 32);
        byte[] iv = Seeds.bytes(RANDOM, 12);
        byte[] packet = Seeds.bytes(RANDOM, AAD + TEXT + 16);
        byte[] nonce = iv.clone();
        nonce[11] ^= 9;
        nonce[10] ^= 1;
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(packet, 0, AAD);
        byte[] expected = cipher.doFinal(packet, AAD, TEXT);
        TrafficKeys keys = new TrafficKeys(CipherSuite.AES_256_GCM, SecretBytes.owning(key), SecretBytes.owning(iv));
        new AeadPacketSealer(keys).seal(Unpooled.wrappedBuffer(packet), 0, AAD, AAD, TEXT, 0x109);
        assertEquals(Hex.of(expected), Hex.of(packet).substring(2 * AAD));
    }

    @ParameterizedTest
    @MethodSource("suitesAndKinds")
    void shouldRefuseEveryRegionTamperedWithAndLeaveThePacket(CipherSuite suite, Kind kind) throws CryptoFailure {
        TrafficKeys keys = keys(suite);
        ByteBuf packet = kind.buffer();
        new AeadPacketSealer(keys).seal(packet, FRONT, AAD, FRONT + AAD, TEXT, 7);
        PacketOpener opener = new AeadPacketOpener(keys);
        int sealedLength = TEXT + CipherSuite.TAG_LENGTH;
        // Each bit of the clear header, and of the start, the middle, the end and the tag of the payload.
        int[][] regions = {
            {FRONT, AAD},
            {FRONT + AAD, 8},
            {FRONT + AAD + TEXT / 2, 4},
            {FRONT + AAD + TEXT - 4, 4 + CipherSuite.TAG_LENGTH}
        };
        int refused = 0;
        for (int[] region : regions) {
            for (int bit = 0; bit < region[1] * Byte.SIZE; bit++) {
                int at = region[0] + bit / Byte.SIZE;
                int mask = 1 << bit % Byte.SIZE;
                packet.setByte(at, packet.getByte(at) ^ mask);
                byte[] tampered = ByteBufUtil.getBytes(packet);
                assertEquals(
                        Reason.NOT_AUTHENTIC,
                        reason(() -> opener.open(packet, FRONT, AAD, FRONT + AAD, sealedLength, 7)));
                assertArrayEquals(tampered, ByteBufUtil.getBytes(packet), "a refused packet stays as it is");
                packet.setByte(at, packet.getByte(at) ^ mask);
                refused++;
            }
        }
        assertEquals((AAD + 8 + 4 + 4 + CipherSuite.TAG_LENGTH) * Byte.SIZE, refused);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            long counter = 7L ^ 1L << bit;
            assertEquals(
                    Reason.NOT_AUTHENTIC,
                    reason(() -> opener.open(packet, FRONT, AAD, FRONT + AAD, sealedLength, counter)));
        }
        assertEquals(
                Reason.NOT_AUTHENTIC, reason(() -> opener.open(packet, FRONT, AAD, FRONT + AAD, sealedLength - 1, 7)));
        assertEquals(Reason.NOT_AUTHENTIC, reason(() -> new AeadPacketOpener(keys(suite))
                .open(packet, FRONT, AAD, FRONT + AAD, sealedLength, 7)));
        assertEquals(TEXT, opener.open(packet, FRONT, AAD, FRONT + AAD, sealedLength, 7), "and then it opens");
        packet.release();
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldRefuseCounterThatDoesNotIncrease(CipherSuite suite) throws CryptoFailure {
        PacketSealer sealer = new AeadPacketSealer(keys(suite));
        ByteBuf packet = Kind.HEAP.buffer();
        sealer.seal(packet, 0, AAD, AAD, TEXT, 5);
        byte[] sealed = ByteBufUtil.getBytes(packet);
        for (long counter : new long[] {5, 4, 0, -1, Long.MIN_VALUE}) {
            assertEquals(Reason.COUNTER_NOT_INCREASING, reason(() -> sealer.seal(packet, 0, AAD, AAD, TEXT, counter)));
        }
        assertArrayEquals(sealed, ByteBufUtil.getBytes(packet));
        sealer.seal(packet, 0, AAD, AAD, TEXT, Long.MAX_VALUE);
        assertEquals(
                Reason.COUNTER_NOT_INCREASING,
                reason(() -> sealer.seal(packet, 0, AAD, AAD, TEXT, Long.MAX_VALUE + 1)));
    }

    @Test
    void shouldCountFromOneAndRefuseToWrap() throws CryptoFailure {
        PacketCounter counter = new PacketCounter();
        assertEquals(0, counter.last());
        assertEquals(1, counter.next());
        assertEquals(2, counter.next());
        PacketCounter nearEnd = PacketCounter.startingAfter(PacketCounter.LAST - 1);
        assertEquals(PacketCounter.LAST, nearEnd.next());
        assertEquals(Reason.COUNTER_EXHAUSTED, reason(nearEnd::next));
        assertEquals(Reason.COUNTER_EXHAUSTED, reason(nearEnd::next));
        assertEquals(PacketCounter.LAST, nearEnd.last());
        assertThrows(IllegalArgumentException.class, () -> PacketCounter.startingAfter(-1));
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldDoNothingOnceDestroyed(CipherSuite suite) throws CryptoFailure {
        TrafficKeys keys = keys(suite);
        PacketSealer sealer = new AeadPacketSealer(keys);
        PacketOpener opener = new AeadPacketOpener(keys);
        keys.destroy();
        ByteBuf packet = Kind.HEAP.buffer();
        sealer.seal(packet, 0, AAD, AAD, TEXT, 1);
        opener.open(packet, 0, AAD, AAD, TEXT + CipherSuite.TAG_LENGTH, 1);
        sealer.destroy();
        opener.destroy();
        sealer.destroy();
        opener.destroy();
        assertEquals(Reason.DESTROYED, reason(() -> sealer.seal(packet, 0, AAD, AAD, TEXT, 2)));
        assertEquals(
                Reason.DESTROYED, reason(() -> opener.open(packet, 0, AAD, AAD, TEXT + CipherSuite.TAG_LENGTH, 1)));
        assertArrayEquals(new byte[suite.keyLength()], zeroedKey(keys), "our bytes are overwritten");
    }

    private static byte[] zeroedKey(TrafficKeys keys) {
        assertThrows(IllegalStateException.class, () -> keys.key().exposed());
        // Equality looks at the bytes themselves.
        byte[] zeros = new byte[keys.key().length()];
        assertEquals(SecretBytes.owning(zeros.clone()), keys.key());
        return zeros;
    }

    @Test
    void shouldRefuseRangesOutsideThePacket() throws CryptoFailure {
        TrafficKeys keys = keys(CipherSuite.AES_128_GCM);
        PacketOpener opener = new AeadPacketOpener(keys);
        ByteBuf packet = Unpooled.wrappedBuffer(new byte[60]);
        int[][] bad = {
            {0, 28, 28, 15}, {0, 28, 28, 0}, {0, 28, 28, -1}, {0, 28, 28, 33}, {0, 28, -1, 20}, {40, 28, 28, 20}
        };
        for (int[] range : bad) {
            assertEquals(
                    Reason.BAD_LENGTH, reason(() -> opener.open(packet, range[0], range[1], range[2], range[3], 1)));
        }
        assertEquals(Reason.NOT_AUTHENTIC, reason(() -> opener.open(packet, 0, 28, 28, 16, 1)));
        PacketSealer sealer = new AeadPacketSealer(keys);
        assertThrows(IndexOutOfBoundsException.class, () -> sealer.seal(packet, 0, 28, 28, 17, 1));
        sealer.seal(packet, 0, 28, 28, 16, 1);
        assertFalse(sealer.isBlocking());
    }

    @Test
    void shouldHaveFailuresWithoutStackTrace() {
        PacketOpener opener = new AeadPacketOpener(keys(CipherSuite.AES_128_CCM));
        ByteBuf packet = Unpooled.wrappedBuffer(new byte[60]);
        CryptoFailure first = assertThrows(CryptoFailure.class, () -> opener.open(packet, 0, 28, 28, 16, 1));
        CryptoFailure second = assertThrows(CryptoFailure.class, () -> opener.open(packet, 0, 28, 28, 16, 1));
        assertEquals(0, first.getStackTrace().length);
        assertEquals(System.identityHashCode(first), System.identityHashCode(second), "nothing is allocated");
    }
}
