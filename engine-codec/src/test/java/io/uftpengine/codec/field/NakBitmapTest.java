package io.uftpengine.codec.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wire facts 4 and T8. */
class NakBitmapTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "7, 1", "8, 2", "9, 2", "16, 3", "4096, 513", "10400, 1301", "65536, 8193"})
    void shouldHaveOneByteMoreThanWholeOnes(int blocks, int bytes) {
        assertEquals(bytes, NakBitmap.forBlocks(blocks).byteLength());
        assertTrue(NakBitmap.forBlocks(blocks).covers(blocks));
    }

    @Test
    void shouldNotCoverMoreBlocksThanTheReferenceAccepts() {
        NakBitmap oneByte = NakBitmap.read(Unpooled.wrappedBuffer(new byte[1]), 1);
        assertTrue(oneByte.covers(7));
        assertFalse(oneByte.covers(8));
        assertFalse(NakBitmap.read(Unpooled.EMPTY_BUFFER, 0).covers(0));
    }

    @Test
    void shouldPutLowestBlockInLowestBit() {
        NakBitmap map = NakBitmap.forBlocks(12);
        map.set(0);
        map.set(10);
        ByteBuf out = Unpooled.buffer();
        map.writeTo(out);
        assertEquals(0x01, out.getUnsignedByte(0));
        assertEquals(0x04, out.getUnsignedByte(1));
        assertEquals(2, out.readableBytes());
    }

    @Test
    void shouldBehaveLikeABitSet() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            int blocks = random.nextInt(200);
            NakBitmap map = NakBitmap.forBlocks(blocks);
            BitSet model = new BitSet();
            for (int i = 0; i < blocks; i++) {
                if (random.nextInt(1 + round % 20) == 0) {
                    map.set(i);
                    model.set(i);
                }
            }
            String context = "seed " + seed + " round " + round;
            assertEquals(model.cardinality(), map.cardinality(), context);
            for (int i = 0; i < blocks + 20; i++) {
                assertEquals(model.get(i), map.isSet(i), context);
                assertEquals(model.nextSetBit(i), map.nextSet(i), context);
            }
        }
    }

    @Test
    void shouldCompareByValue() {
        NakBitmap one = NakBitmap.forBlocks(9);
        NakBitmap other = NakBitmap.forBlocks(9);
        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
        other.set(3);
        assertNotEquals(one, other);
        assertNotEquals(one, NakBitmap.forBlocks(7));
    }

    @Test
    void shouldRefuseBlocksBeyondTheMap() {
        NakBitmap map = NakBitmap.forBlocks(7);
        assertThrows(IndexOutOfBoundsException.class, () -> map.set(8));
        assertThrows(IndexOutOfBoundsException.class, () -> map.set(-1));
        assertThrows(IllegalArgumentException.class, () -> NakBitmap.forBlocks(-1));
        assertEquals(-1, map.nextSet(Integer.MAX_VALUE));
        assertFalse(map.isSet(Integer.MAX_VALUE));
    }
}
