package io.uftpengine.codec.field;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * The NAK map of a STATUS: bit i (byte {@code i>>3}, mask {@code 1<<(i&7)}) is block i of the section, 1 = wanted (wire facts 4).
 *
 * <p>A map for n blocks has floor(n/8)+1 bytes, one more than needed when n is a multiple of 8: the reference sender rejects a
 * shorter one (T8). A map from the network has whatever length it came with; ask {@link #covers(int)}. Bits at and beyond the
 * section's end mean nothing. Mutable; the owner is whoever made it.
 */
public final class NakBitmap {
    private final byte[] map;

    private NakBitmap(byte[] map) {
        this.map = map;
    }

    /** An empty map for a section of {@code blocks} blocks. */
    public static NakBitmap forBlocks(int blocks) {
        return new NakBitmap(new byte[lengthFor(blocks)]);
    }

    /** Bytes of a map for {@code blocks} blocks, floor(n/8)+1. */
    public static int lengthFor(int blocks) {
        if (blocks < 0) {
            throw new IllegalArgumentException("blocks " + blocks);
        }
        return blocks / Byte.SIZE + 1;
    }

    /** Consumes {@code length} readable bytes of {@code in}. */
    public static NakBitmap read(ByteBuf in, int length) {
        byte[] map = new byte[length];
        in.readBytes(map);
        return new NakBitmap(map);
    }

    /** Length on the wire. */
    public int byteLength() {
        return map.length;
    }

    /** Whether the map is long enough to be accepted for a section of {@code blocks} blocks. */
    public boolean covers(int blocks) {
        return map.length >= lengthFor(blocks);
    }

    /**
     * Marks block {@code i} as wanted.
     *
     * @throws IndexOutOfBoundsException if the map has no such bit
     */
    public void set(int i) {
        map[i >> 3] |= (byte) (1 << (i & 7));
    }

    /** Whether block {@code i} (0 or more) is wanted; false beyond the end of the map. */
    public boolean isSet(int i) {
        return i >> 3 < map.length && (map[i >> 3] & 1 << (i & 7)) != 0;
    }

    /** The first wanted block at or after {@code from}, or -1. */
    public int nextSet(int from) {
        int index = from >> 3;
        if (index >= map.length) {
            return -1;
        }
        int bits = map[index] & 0xFF & -1 << (from & 7);
        while (bits == 0) {
            if (++index == map.length) {
                return -1;
            }
            bits = map[index] & 0xFF;
        }
        return (index << 3) + Integer.numberOfTrailingZeros(bits);
    }

    /** Number of bits set in the whole map. */
    public int cardinality() {
        int count = 0;
        for (byte bits : map) {
            count += Integer.bitCount(bits & 0xFF);
        }
        return count;
    }

    /** Appends the map, {@link #byteLength()} bytes. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(map);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NakBitmap that && Arrays.equals(map, that.map);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(map);
    }

    @Override
    public String toString() {
        return cardinality() + " NAKs in " + map.length + " bytes";
    }
}
