package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;

/**
 * FILEINFO (protocol 5.2.9): type, times, size, names, list; the header length must be exact (T12).
 * Protocol 4 keeps the high half of the file time 0, which is the same for every date from 1970 to 2106.
 */
public final class FileInfoCodec implements MessageCodec<FileInfo> {
    private static final int FIXED = 28;
    private static final int WORD = 4;

    private final TimestampField timestamp;

    public FileInfoCodec(TimestampField timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public FileInfo decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int nameLength = body.getUnsignedByte(start + 8) * WORD;
        int linkLength = body.getUnsignedByte(start + 9) * WORD;
        if (header != FIXED + nameLength + linkLength) {
            throw DecodeException.of(Fault.BAD_HEADER_LENGTH);
        }
        FileType type = FileType.of(body.getUnsignedByte(start + 4));
        if (type == null) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        body.skipBytes(FIXED);
        WireName name = WireName.readPadded(body, nameLength);
        WireName link = WireName.readPadded(body, linkLength);
        return new FileInfo(
                body.getUnsignedShort(start + 2),
                type,
                (long) body.getShort(start + 6) << Integer.SIZE | body.getUnsignedInt(start + 16),
                (long) body.getUnsignedShort(start + 10) << Integer.SIZE | body.getUnsignedInt(start + 12),
                name,
                link,
                timestamp.get(body, start + 20),
                MessageHeader.readIds(body));
    }

    @Override
    public void encode(FileInfo message, ByteBuf out) {
        int start = MessageHeader.begin(Function.FILEINFO, out);
        out.writeShort(message.fileId());
        out.writeByte(message.type().code());
        out.writeByte(0);
        out.writeShort((int) (message.modifiedSeconds() >> Integer.SIZE));
        out.writeByte(message.name().lengthInWords());
        out.writeByte(message.link().lengthInWords());
        out.writeShort((int) (message.size() >> Integer.SIZE));
        out.writeInt((int) message.size());
        out.writeInt((int) message.modifiedSeconds());
        timestamp.write(message.timestampMicros(), out);
        message.name().writePadded(out);
        message.link().writePadded(out);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
