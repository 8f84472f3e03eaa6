package io.uftpengine.core.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A file name or link text as it travels: raw bytes with {@code /} between components (wire facts 2.5). Immutable.
 *
 * <p>Names are usually UTF-8 but need not be. {@link #text()} is lossless for any bytes: a byte that is no part of valid
 * UTF-8 becomes the lone surrogate U+DC00 + byte (as in Python's PEP 383), and {@link #of(String)} turns it back.
 */
public final class RawName {
    /** Longest name that a sender may announce, bytes; name plus link text must fit one more (wire facts 2.5, 14). */
    public static final int MAX_SENT_BYTES = 299;

    /** Longest name plus link text that a sender may announce, bytes. */
    public static final int MAX_SENT_WITH_LINK_BYTES = 300;

    private static final int ESCAPE_BASE = 0xDC00;

    private final byte[] bytes;

    private RawName(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The name made of these bytes, which are copied. */
    public static RawName of(byte[] bytes) {
        return new RawName(bytes.clone());
    }

    /** The UTF-8 form of a text, with escaped bytes turned back. */
    public static RawName of(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (codePoint >= ESCAPE_BASE + 0x80 && codePoint <= ESCAPE_BASE + 0xFF) {
                out.write(codePoint - ESCAPE_BASE);
            } else {
                // Other lone surrogates have no UTF-8 form: they become '?'.
                out.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
            }
        }
        return new RawName(out.toByteArray());
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** The byte at an index. */
    byte at(int index) {
        return bytes[index];
    }

    /** Bytes from (inclusive) to (exclusive). */
    byte[] slice(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Lossless text; not fit for output, see {@link #toString()}. */
    public String text() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                break;
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (ESCAPE_BASE + (in.get() & 0xFF)));
            }
        }
        return out.flip().toString();
    }

    /** For messages: control, format and undecodable characters are escaped, so a name cannot forge output. */
    @Override
    public String toString() {
        String text = text();
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c >= ESCAPE_BASE + 0x80 && c <= ESCAPE_BASE + 0xFF) {
                out.append(String.format("\\x%02X", c - ESCAPE_BASE));
            } else if (type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                out.append(String.format("\\u%04X", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawName that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
