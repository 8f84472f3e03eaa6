package io.uftpengine.crypto.packet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many keys, few ciphers. */
class OpenerPoolTest {
    private static final int AAD = 28;
    private static final int TEXT = 100;
    private static final int RECEIVERS = 10_000;

    private final Random random = new Random(7);

    private TrafficKeys keys(CipherSuite suite) {
        byte[] key = new byte[suite.keyLength()];
        byte[] iv = new byte[CipherSuite.NONCE_LENGTH];
        random.nextBytes(key);
        random.nextBytes(iv);
        return new TrafficKeys(suite, SecretBytes.owning(key), SecretBytes.owning(iv));
    }

    private static ByteBuf sealed(TrafficKeys keys, long counter) throws CryptoFailure {
        ByteBuf packet = Unpooled.buffer(AAD + TEXT + CipherSuite.TAG_LENGTH);
        packet.writeZero(AAD + TEXT + CipherSuite.TAG_LENGTH).setLong(AAD, counter);
        new AeadPacketSealer(keys).seal(packet, 0, AAD, AAD, TEXT, counter);
        return packet;
    }

    private static int open(PacketOpener opener, ByteBuf packet, long counter) throws CryptoFailure {
        return opener.open(packet, 0, AAD, AAD, TEXT + CipherSuite.TAG_LENGTH, counter);
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldOpenForMoreKeysThanItHasCiphers(CipherSuite suite) throws CryptoFailure {
        OpenerPool pool = new OpenerPool();
        List<TrafficKeys> all = new ArrayList<>();
        List<PacketOpener> openers = new ArrayList<>();
        for (int i = 0; i < 3 * OpenerPool.MAX_CIPHERS; i++) {
            all.add(keys(suite));
            openers.add(pool.opener(all.get(i)));
        }
        assertEquals(0, pool.ciphers());
        for (int round = 1; round <= 2; round++) {
            for (int i = 0; i < all.size(); i++) {
                ByteBuf packet = sealed(all.get(i), round);
                assertEquals(TEXT, open(openers.get(i), packet, round));
                assertEquals(round, packet.getLong(AAD));
                assertTrue(pool.ciphers() <= OpenerPool.MAX_CIPHERS);
            }
        }
        assertEquals(OpenerPool.MAX_CIPHERS, pool.ciphers());
    }

    @Test
    void shouldLeaveAPacketUnderAnotherKeyUnchanged() throws CryptoFailure {
        OpenerPool pool = new OpenerPool();
        TrafficKeys mine = keys(CipherSuite.AES_256_GCM);
        PacketOpener other = pool.opener(keys(CipherSuite.AES_256_GCM));
        PacketOpener right = pool.opener(mine);
        ByteBuf packet = sealed(mine, 4);
        byte[] before = packet.array().clone();

        assertSame(
                Reason.NOT_AUTHENTIC,
                assertThrows(CryptoFailure.class, () -> open(other, packet, 4)).reason());

        assertArrayEquals(before, packet.array());
        assertEquals(TEXT, open(right, packet, 4));
    }

    @Test
    void shouldDestroyOneKeyAndNoOther() throws CryptoFailure {
        OpenerPool pool = new OpenerPool();
        TrafficKeys first = keys(CipherSuite.AES_128_CCM);
        TrafficKeys second = keys(CipherSuite.AES_128_CCM);
        ByteBuf ofFirst = sealed(first, 1);
        ByteBuf ofSecond = sealed(second, 1);
        PacketOpener one = pool.opener(first);
        PacketOpener two = pool.opener(second);
        open(one, ofFirst.copy(), 1);
        open(two, ofSecond.copy(), 1);

        one.destroy();
        one.destroy();

        assertTrue(first.key().isDestroyed());
        assertTrue(first.iv().isDestroyed());
        assertFalse(second.key().isDestroyed());
        assertEquals(1, pool.ciphers());
        assertSame(
                Reason.DESTROYED,
                assertThrows(CryptoFailure.class, () -> open(one, ofFirst, 1)).reason());
        assertEquals(TEXT, open(two, ofSecond, 1));
    }

    /** The number is printed: it is what a sender pays for each receiver and key. */
    @Test
    void shouldCostLittleForEachKey() throws CryptoFailure {
        OpenerPool pool = new OpenerPool();
        List<PacketOpener> openers = new ArrayList<>(RECEIVERS);
        List<ByteBuf> packets = new ArrayList<>();
        List<TrafficKeys> all = new ArrayList<>(RECEIVERS);
        for (int i = 0; i < 2 * OpenerPool.MAX_CIPHERS; i++) {
            all.add(keys(CipherSuite.AES_256_GCM));
            packets.add(sealed(all.get(i), 1));
        }
        long before = used();
        for (int i = 0; i < RECEIVERS; i++) {
            openers.add(pool.opener(i < all.size() ? all.get(i) : keys(CipherSuite.AES_256_GCM)));
        }
        for (int i = 0; i < packets.size(); i++) {
            open(openers.get(i), packets.get(i), 1);
        }
        long each = (used() - before) / RECEIVERS;
        System.out.println("opener of one receiver: " + each + " bytes, ciphers included");
        assertEquals(RECEIVERS, openers.size());
        assertTrue(each < 512, each + " bytes");
    }

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
