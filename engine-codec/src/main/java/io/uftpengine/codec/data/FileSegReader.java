package io.uftpengine.codec.data;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.TfmccData;

/**
 * Reads a FILESEG where it lies. Makes no objects and moves no index.
 *
 * <p>{@code at} is the index of the message's function byte: {@value UftpHeader#LENGTH} after the start of a datagram in the
 * clear, or the start of an opened ENCRYPTED payload. {@code end} is the index after the last byte of data. All accessors are valid only after
 * {@link #check} has returned null for the same arguments.
 */
public final class FileSegReader {
    private static final int WORD = 4;
    private static final int BYTE = 0xFF;
    private static final int SHORT = 0xFFFF;

    /** Function and header length of a FILESEG without extension, which nearly all are. */
    private static final long PLAIN = (long) Function.FILESEG.code() << 8 | FileSegWriter.MESSAGE_LENGTH / WORD;

    private FileSegReader() {}

    /** Whether the datagram at the reader index is a FILESEG in the clear, of whatever version; then it may still be malformed. */
    public static boolean isFileSeg(ByteBuf datagram) {
        return datagram.readableBytes() >= UftpHeader.LENGTH
                && datagram.getByte(datagram.readerIndex() + 1) == Function.FILESEG.code();
    }

    /** What is wrong with the message, or null. Whether file, section and block exist is not for the codec to say. */
    public static Fault check(ByteBuf in, int at, int end) {
        if (end - at < FileSegWriter.MESSAGE_LENGTH) {
            return Fault.TOO_SHORT;
        }
        long first = header(in, at);
        if (first >>> 48 == PLAIN) {
            return null;
        }
        if (first >>> 56 != Function.FILESEG.code()) {
            return Fault.BAD_VALUE;
        }
        int header = headerLength(first);
        if (header < FileSegWriter.MESSAGE_LENGTH || header > end - at) {
            return Fault.BAD_HEADER_LENGTH;
        }
        int extensionsEnd = at + header;
        for (int extension = at + FileSegWriter.MESSAGE_LENGTH; extension < extensionsEnd; ) {
            int length = in.getUnsignedByte(extension + 1) * WORD;
            if (length == 0
                    || length > extensionsEnd - extension
                    || in.getByte(extension) == TfmccData.TYPE && length != TfmccData.LENGTH) {
                return Fault.BAD_FIELD_LENGTH;
            }
            extension += length;
        }
        return null;
    }

    /** The fixed part of the header in one look, for the accessors that take it. */
    public static long header(ByteBuf in, int at) {
        return in.getLong(at);
    }

    /** 0..65535. */
    public static int fileId(long header) {
        return (int) (header >>> 32) & SHORT;
    }

    /** 0..65535. */
    public static int section(long header) {
        return (int) (header >>> 16) & SHORT;
    }

    /** 0..65535, within the section. */
    public static int block(long header) {
        return (int) header & SHORT;
    }

    /** Bytes from the function byte to the data. */
    public static int headerLength(long header) {
        return ((int) (header >>> 48) & BYTE) * WORD;
    }

    /** 0..65535. */
    public static int fileId(ByteBuf in, int at) {
        return fileId(header(in, at));
    }

    /** 0..65535. */
    public static int section(ByteBuf in, int at) {
        return section(header(in, at));
    }

    /** 0..65535, within the section. */
    public static int block(ByteBuf in, int at) {
        return block(header(in, at));
    }

    /** Index of the first byte of data. */
    public static int dataOffset(ByteBuf in, int at) {
        return at + headerLength(header(in, at));
    }

    /** Number of bytes of data, 0 or more. */
    public static int dataLength(ByteBuf in, int at, int end) {
        return end - dataOffset(in, at);
    }

    /** What the TFMCC extension carries, see {@link TfmccStamp}, or {@link TfmccStamp#NONE}. */
    public static long stamp(ByteBuf in, int at) {
        int extension = tfmccOffset(in, at);
        return extension < 0
                ? TfmccStamp.NONE
                : TfmccStamp.of(sendRateCode(in, extension), ccSequence(in, extension), ccRateCode(in, extension));
    }

    /** Index of the TFMCC extension for the following accessors, or -1. Only the first extension counts (T14). */
    public static int tfmccOffset(ByteBuf in, int at) {
        int extension = at + FileSegWriter.MESSAGE_LENGTH;
        return headerLength(header(in, at)) > FileSegWriter.MESSAGE_LENGTH && in.getByte(extension) == TfmccData.TYPE
                ? extension
                : -1;
    }

    /** The sender's current rate, see {@code QuantizedRate}. */
    public static int sendRateCode(ByteBuf in, int tfmccOffset) {
        return in.getUnsignedShort(tfmccOffset + 2);
    }

    /** Number of the feedback round, 0..65535. */
    public static int ccSequence(ByteBuf in, int tfmccOffset) {
        return in.getUnsignedShort(tfmccOffset + 4);
    }

    /** The suppression rate, see {@code QuantizedRate}. */
    public static int ccRateCode(ByteBuf in, int tfmccOffset) {
        return in.getUnsignedShort(tfmccOffset + 6);
    }
}
