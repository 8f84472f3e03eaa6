package io.uftpengine.codec.field;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file or link name as it stands on the wire: raw bytes without NUL, {@code /} between directories (wire facts 2.5).
 *
 * <p>Names are bytes because nothing says that they are UTF-8: a name in another encoding must come out of a decode and encode
 * unchanged. {@link #text()} is for people and, when {@link #isUtf8()}, for the file system.
 */
public final class WireName {
    /** No name; an object that is no link has this as its link. */
    public static final WireName EMPTY = new WireName(new byte[0]);

    private static final int WORD = 4;

    private final byte[] value;

    private WireName(byte[] value) {
        this.value = value;
    }

    /**
     * The UTF-8 bytes of {@code text}.
     *
     * @throws IllegalArgumentException if it holds U+0000 or an unpaired surrogate
     */
    public static WireName of(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] value = new byte[bytes.remaining()];
            bytes.get(value);
            return of(value);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not encodable as UTF-8", e);
        }
    }

    /**
     * A copy of {@code value}.
     *
     * @throws IllegalArgumentException if it holds a NUL byte
     */
    public static WireName of(byte[] value) {
        for (byte b : value) {
            if (b == 0) {
                throw new IllegalArgumentException("NUL in a name");
            }
        }
        return value.length == 0 ? EMPTY : new WireName(value.clone());
    }

    /**
     * Consumes {@code length} readable bytes of {@code in}, a zero-padded name.
     *
     * @throws DecodeException BAD_VALUE if something follows the first NUL
     */
    public static WireName readPadded(ByteBuf in, int length) throws DecodeException {
        byte[] padded = new byte[length];
        in.readBytes(padded);
        int end = length;
        while (end > 0 && padded[end - 1] == 0) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if (padded[i] == 0) {
                throw DecodeException.of(Fault.BAD_VALUE);
            }
        }
        return end == 0 ? EMPTY : new WireName(Arrays.copyOf(padded, end));
    }

    public int length() {
        return value.length;
    }

    /** Length on the wire in 32-bit words: padded with zeros to a whole word, no terminator (wire facts 2.5). */
    public int lengthInWords() {
        return (value.length + WORD - 1) / WORD;
    }

    public boolean isEmpty() {
        return value.length == 0;
    }

    /** A copy of the bytes. */
    public byte[] toArray() {
        return value.clone();
    }

    /** Whether {@code WireName.of(text())} equals this name. */
    public boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** The name as UTF-8, with U+FFFD in place of what is not UTF-8. */
    public String text() {
        return new String(value, StandardCharsets.UTF_8);
    }

    /** Appends the name and its zero padding, {@link #lengthInWords()} words. */
    public void writePadded(ByteBuf out) {
        out.writeBytes(value);
        out.writeZero(lengthInWords() * WORD - value.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WireName that && Arrays.equals(value, that.value);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(value);
    }

    /** Same as {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
