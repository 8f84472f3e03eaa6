package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;

/**
 * What all messages but ENCRYPTED have in common: function byte, header-length byte in 32-bit words (fixed part and extensions,
 * wire facts 2.5), and often a list of IDs as body.
 */
public final class MessageHeader {
    /** Offset of whatever follows function and header length. */
    public static final int FIRST_FIELD = 2;

    private static final int WORD = 4;
    private static final int MAX_WORDS = 255;

    private MessageHeader() {}

    /**
     * The length in bytes of the header that starts at the reader index; nothing is consumed.
     *
     * @param fixedLength what the message needs at least
     * @throws DecodeException TOO_SHORT if not even the fixed part is there, BAD_HEADER_LENGTH if the header-length byte is less than
     *     that or points beyond the end
     */
    public static int length(ByteBuf body, int fixedLength) throws DecodeException {
        if (body.readableBytes() < fixedLength) {
            throw DecodeException.of(Fault.TOO_SHORT);
        }
        int length = body.getUnsignedByte(body.readerIndex() + 1) * WORD;
        if (length < fixedLength || length > body.readableBytes()) {
            throw DecodeException.of(Fault.BAD_HEADER_LENGTH);
        }
        return length;
    }

    /** Throws BAD_FIELD_LENGTH unless {@code needed} bytes fit {@code available}. */
    public static void checkFits(int needed, int available) throws DecodeException {
        if (needed > available) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
    }

    /** The number of entries of that length in the rest of {@code body}; throws BAD_FIELD_LENGTH if one is cut off. */
    public static int entries(ByteBuf body, int entryLength) throws DecodeException {
        if (body.readableBytes() % entryLength != 0) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        return body.readableBytes() / entryLength;
    }

    /** The rest of {@code body} as a list of IDs, ended by the first 0. */
    public static IdList readIds(ByteBuf body) throws DecodeException {
        return IdList.read(body, entries(body, IdList.ID_LENGTH) * IdList.ID_LENGTH);
    }

    /** Appends the function byte and room for the header length; returns where, for {@link #end}. */
    public static int begin(Function function, ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(function.code());
        out.writeByte(0);
        return start;
    }

    /**
     * Fills in the header length, now that the header is written.
     *
     * @throws IllegalArgumentException if it is no whole number of words, or more than {@value #MAX_WORDS}
     */
    public static void end(int start, ByteBuf out) {
        out.setByte(start + 1, words(out.writerIndex() - start));
    }

    /** That many bytes in words, for a one-byte length field. */
    static int words(int length) {
        if (length % WORD != 0 || length / WORD > MAX_WORDS) {
            throw new IllegalArgumentException(length + " bytes do not fit a length in words");
        }
        return length / WORD;
    }
}
