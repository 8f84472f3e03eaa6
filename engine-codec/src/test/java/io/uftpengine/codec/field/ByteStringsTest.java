package io.uftpengine.codec.field;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import org.junit.jupiter.api.Test;

/** {@link Bytes}, {@link WireName} and {@link IdList}: values that nobody can change afterwards. */
class ByteStringsTest {
    @Test
    void shouldNotShareArrays() {
        byte[] source = {1, 2, 3};
        Bytes bytes = Bytes.of(source);
        source[0] = 9;
        bytes.toArray()[1] = 9;
        assertEquals(Bytes.of((byte) 1, (byte) 2, (byte) 3), bytes);
        byte[] nameSource = {'a', 'b'};
        WireName name = WireName.of(nameSource);
        nameSource[0] = 'x';
        name.toArray()[1] = 'x';
        assertEquals(WireName.of("ab"), name);
        int[] ids = {1, 2};
        IdList list = IdList.of(ids);
        ids[0] = 9;
        assertEquals(IdList.of(1, 2), list);
    }

    @Test
    void shouldShowLongBytesShortened() {
        assertEquals("2:0aff", Bytes.of((byte) 10, (byte) -1).toString());
        assertEquals("17:" + "00".repeat(16) + "...", Bytes.zeros(17).toString());
        assertSame(Bytes.EMPTY, Bytes.of());
    }

    @Test
    void shouldTellUtf8FromOtherNames() {
        assertTrue(WireName.of("\u00e4/\u20ac/\ud83d\ude00").isUtf8());
        WireName latin1 = WireName.of(new byte[] {(byte) 0xE4});
        assertFalse(latin1.isUtf8());
        assertEquals("\uFFFD", latin1.text());
        assertNotEquals(latin1, WireName.of(latin1.text()));
        assertArrayEquals(new byte[] {(byte) 0xE4}, latin1.toArray());
    }

    @Test
    void shouldRefuseNamesThatNoWireCanCarry() {
        assertThrows(IllegalArgumentException.class, () -> WireName.of("a\0b"));
        assertThrows(IllegalArgumentException.class, () -> WireName.of("\ud800"));
    }

    @Test
    void shouldReadPaddedNames() throws Exception {
        assertEquals(
                WireName.of("abcd"), WireName.readPadded(Unpooled.wrappedBuffer(new byte[] {'a', 'b', 'c', 'd'}), 4));
        assertEquals(WireName.of("a"), WireName.readPadded(Unpooled.wrappedBuffer(new byte[] {'a', 0, 0, 0}), 4));
        assertSame(WireName.EMPTY, WireName.readPadded(Unpooled.wrappedBuffer(new byte[4]), 4));
        assertThrows(
                DecodeException.class,
                () -> WireName.readPadded(Unpooled.wrappedBuffer(new byte[] {'a', 0, 'b', 0}), 4));
        assertEquals(0, WireName.EMPTY.lengthInWords());
        assertEquals(1, WireName.of("abcd").lengthInWords());
        assertEquals(2, WireName.of("abcde").lengthInWords());
    }

    @Test
    void shouldFindIds() {
        IdList list = IdList.of(0xC6120001, 5);
        assertTrue(list.contains(0xC6120001));
        assertTrue(list.contains(5));
        assertFalse(list.contains(6));
        assertFalse(list.contains(0));
        assertEquals(2, list.size());
        assertEquals(5, list.get(1));
        assertEquals("[C6120001, 00000005]", list.toString());
        assertThrows(IllegalArgumentException.class, () -> IdList.of(1, 0));
        assertSame(IdList.EMPTY, IdList.of());
    }
}
