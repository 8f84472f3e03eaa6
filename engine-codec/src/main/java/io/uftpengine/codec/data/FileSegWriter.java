package io.uftpengine.codec.data;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.shared.HeaderCodec;

/**
 * Writes the headers of FILESEGs in front of data that is already in its place. Makes no objects and moves no index.
 *
 * <p>Layout: UFTP header (16), FILESEG header (8), TFMCC extension (8, only with congestion control), data.
 */
public final class FileSegWriter {
    /** Bytes of the FILESEG header without extension. */
    public static final int MESSAGE_LENGTH = 8;

    /** Bytes of the FILESEG header with the TFMCC extension. */
    public static final int TFMCC_MESSAGE_LENGTH = MESSAGE_LENGTH + TfmccData.LENGTH;

    /** Bytes in front of the data in a datagram in the clear. */
    public static final int HEADER_LENGTH = UftpHeader.LENGTH + MESSAGE_LENGTH;

    /** Bytes in front of the data in a datagram in the clear with the TFMCC extension. */
    public static final int TFMCC_HEADER_LENGTH = UftpHeader.LENGTH + TFMCC_MESSAGE_LENGTH;

    private static final int WORD = 4;
    private static final int SHORT = 0xFFFF;

    private FileSegWriter() {}

    /**
     * Sets the UFTP header and the FILESEG header, {@value #HEADER_LENGTH} bytes at {@code index}.
     *
     * @param template all of the UFTP header but the sequence number; of function FILESEG
     * @param sequence 0..65535
     */
    public static void setHeaders(
            ByteBuf out, int index, UftpHeader template, int sequence, int fileId, int section, int block) {
        HeaderCodec.set(template, sequence, out, index);
        setMessage(out, index + UftpHeader.LENGTH, fileId, section, block);
    }

    /** As {@link #setHeaders}, with the TFMCC extension: {@value #TFMCC_HEADER_LENGTH} bytes at {@code index}. */
    public static void setHeaders(
            ByteBuf out,
            int index,
            UftpHeader template,
            int sequence,
            int fileId,
            int section,
            int block,
            int sendRateCode,
            int ccSequence,
            int ccRateCode) {
        HeaderCodec.set(template, sequence, out, index);
        setMessage(out, index + UftpHeader.LENGTH, fileId, section, block, sendRateCode, ccSequence, ccRateCode);
    }

    /** Sets only the UFTP header, {@value UftpHeader#LENGTH} bytes at {@code index}, as {@link #setHeaders} does. */
    public static void setHeader(ByteBuf out, int index, UftpHeader template, int sequence) {
        HeaderCodec.set(template, sequence, out, index);
    }

    /** Sets only the FILESEG header, {@value #MESSAGE_LENGTH} bytes at {@code index}: what an ENCRYPTED payload begins with. */
    public static void setMessage(ByteBuf out, int index, int fileId, int section, int block) {
        setFixedPart(out, index, MESSAGE_LENGTH, fileId, section, block);
    }

    /** As {@link #setMessage}, with the TFMCC extension: {@value #TFMCC_MESSAGE_LENGTH} bytes at {@code index}. */
    public static void setMessage(
            ByteBuf out,
            int index,
            int fileId,
            int section,
            int block,
            int sendRateCode,
            int ccSequence,
            int ccRateCode) {
        setFixedPart(out, index, TFMCC_MESSAGE_LENGTH, fileId, section, block);
        int extension = index + MESSAGE_LENGTH;
        out.setByte(extension, TfmccData.TYPE);
        out.setByte(extension + 1, TfmccData.LENGTH / WORD);
        out.setShort(extension + 2, sendRateCode);
        out.setShort(extension + 4, ccSequence);
        out.setShort(extension + 6, ccRateCode);
    }

    /**
     * As the other {@code setMessage} with the TFMCC extension.
     *
     * @param stamp see {@link TfmccStamp}
     */
    public static void setMessage(ByteBuf out, int index, int fileId, int section, int block, long stamp) {
        setMessage(
                out,
                index,
                fileId,
                section,
                block,
                TfmccStamp.sendRateCode(stamp),
                TfmccStamp.ccSequence(stamp),
                TfmccStamp.ccRateCode(stamp));
    }

    private static void setFixedPart(ByteBuf out, int index, int length, int fileId, int section, int block) {
        // One store, not five: each is a check of the buffer's bounds and of its life.
        out.setLong(
                index,
                (long) Function.FILESEG.code() << 56
                        | (long) (length / WORD) << 48
                        | (long) (fileId & SHORT) << 32
                        | (long) (section & SHORT) << 16
                        | block & SHORT);
    }
}
