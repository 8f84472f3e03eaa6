package io.uftpengine.codec.field;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An immutable list of unique IDs, the body of many messages.
 *
 * <p>An ID is an unsigned 32-bit value and never 0: a 0 ends the list on the wire (wire facts 2.5).
 */
public final class IdList {
    public static final IdList EMPTY = new IdList(new int[0]);

    /** Bytes of one ID on the wire. */
    public static final int ID_LENGTH = 4;

    private final int[] ids;

    private IdList(int[] ids) {
        this.ids = ids;
    }

    /**
     * A copy of {@code ids}.
     *
     * @throws IllegalArgumentException if one of them is 0
     */
    public static IdList of(int... ids) {
        for (int id : ids) {
            if (id == 0) {
                throw new IllegalArgumentException("ID 0 in a list");
            }
        }
        return ids.length == 0 ? EMPTY : new IdList(ids.clone());
    }

    /** Consumes {@code length} readable bytes, a multiple of {@value #ID_LENGTH}; IDs from the first 0 on are dropped. */
    public static IdList read(ByteBuf in, int length) {
        int start = in.readerIndex();
        int count = 0;
        while ((count + 1) * ID_LENGTH <= length && in.getInt(start + count * ID_LENGTH) != 0) {
            count++;
        }
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            ids[i] = in.getInt(start + i * ID_LENGTH);
        }
        in.skipBytes(length);
        return count == 0 ? EMPTY : new IdList(ids);
    }

    public int size() {
        return ids.length;
    }

    public boolean isEmpty() {
        return ids.length == 0;
    }

    /** The ID at {@code index}, 0..{@link #size()}-1. */
    public int get(int index) {
        return ids[index];
    }

    public boolean contains(int id) {
        for (int candidate : ids) {
            if (candidate == id) {
                return true;
            }
        }
        return false;
    }

    /** The IDs in order. */
    public IntStream stream() {
        return IntStream.of(ids);
    }

    /** Appends the IDs, {@value #ID_LENGTH} bytes each. */
    public void writeTo(ByteBuf out) {
        for (int id : ids) {
            out.writeInt(id);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IdList that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int id : ids) {
            text.append(text.length() == 1 ? "" : ", ").append(String.format("%08X", id));
        }
        return text.append(']').toString();
    }
}
