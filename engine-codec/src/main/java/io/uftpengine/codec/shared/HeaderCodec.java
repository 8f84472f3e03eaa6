package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;

/** The 16-byte UFTP header (protocol 5.2.1); the reserved byte is written as 0 and not looked at. */
public final class HeaderCodec {
    private static final int BYTE = 0xFF;
    private static final int SHORT = 0xFFFF;
    private static final long INT = 0xFFFF_FFFFL;

    private HeaderCodec() {}

    /**
     * Consumes the header of a datagram of the given version.
     *
     * @throws DecodeException TOO_SHORT, BAD_VERSION or UNKNOWN_FUNCTION; then nothing is consumed
     */
    public static UftpHeader decode(ProtocolVersion version, ByteBuf in) throws DecodeException {
        if (in.readableBytes() < UftpHeader.LENGTH) {
            throw DecodeException.of(Fault.TOO_SHORT);
        }
        int start = in.readerIndex();
        if (in.getByte(start) != version.wireByte()) {
            throw DecodeException.of(Fault.BAD_VERSION);
        }
        Function function = Function.of(in.getUnsignedByte(start + 1));
        if (function == null) {
            throw DecodeException.of(Fault.UNKNOWN_FUNCTION);
        }
        in.skipBytes(UftpHeader.LENGTH);
        return new UftpHeader(
                version,
                function,
                in.getUnsignedShort(start + 2),
                in.getInt(start + 4),
                in.getInt(start + 8),
                in.getUnsignedByte(start + 12),
                in.getUnsignedByte(start + 13),
                in.getUnsignedByte(start + 14));
    }

    /** Appends the header. */
    public static void encode(UftpHeader header, ByteBuf out) {
        out.ensureWritable(UftpHeader.LENGTH);
        int start = out.writerIndex();
        out.writerIndex(start + UftpHeader.LENGTH);
        set(header, header.sequence(), out, start);
    }

    /** Sets the {@value UftpHeader#LENGTH} bytes at {@code index} to the header, but with that sequence number (0..65535). */
    public static void set(UftpHeader header, int sequence, ByteBuf out, int index) {
        // Two stores, not nine: each is a check of the buffer's bounds and of its life.
        long first = (long) (header.version().wireByte() & BYTE) << 56
                | (long) header.function().code() << 48
                | (long) (sequence & SHORT) << 32
                | header.sourceId() & INT;
        long second = (long) header.groupId() << 32
                | (long) header.instance() << 24
                | (long) header.grttCode() << 16
                | (long) header.groupSizeCode() << 8;
        out.setLong(index, first);
        out.setLong(index + Long.BYTES, second);
    }
}
