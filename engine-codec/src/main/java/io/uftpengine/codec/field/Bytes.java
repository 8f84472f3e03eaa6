package io.uftpengine.codec.field;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/** An immutable byte string with value equality. */
public final class Bytes {
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private static final int SHOWN_BYTES = 16;

    private final byte[] value;

    private Bytes(byte[] value) {
        this.value = value;
    }

    /** A copy of {@code value}. */
    public static Bytes of(byte... value) {
        return value.length == 0 ? EMPTY : new Bytes(value.clone());
    }

    /** {@code length} zero bytes. */
    public static Bytes zeros(int length) {
        return length == 0 ? EMPTY : new Bytes(new byte[length]);
    }

    /** Consumes {@code length} readable bytes of {@code in}; the caller has checked that they are there. */
    public static Bytes read(ByteBuf in, int length) {
        if (length == 0) {
            return EMPTY;
        }
        byte[] value = new byte[length];
        in.readBytes(value);
        return new Bytes(value);
    }

    public int length() {
        return value.length;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** The byte at {@code index}, 0..{@link #length()}-1. */
    public byte at(int index) {
        return value[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return value.clone();
    }

    /** Appends the bytes to {@code out}. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Length and the first bytes in hex. */
    @Override
    public String toString() {
        int shown = Math.min(SHOWN_BYTES, value.length);
        String hex = ByteBufUtil.hexDump(value, 0, shown);
        return value.length + ":" + hex + (shown < value.length ? "..." : "");
    }
}
