package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.FileInfoAck;

/** FILEINFO_ACK (protocol 5.2.10): flags, echoed time, list. */
public final class FileInfoAckCodec implements MessageCodec<FileInfoAck> {
    private static final int FLAG_PARTIAL = 0x01;
    private static final int FIXED = 16;

    private final TimestampField timestamp;

    public FileInfoAckCodec(TimestampField timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public FileInfoAck decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(header);
        return new FileInfoAck(
                body.getUnsignedShort(start + 2),
                (body.getByte(start + 4) & FLAG_PARTIAL) != 0,
                timestamp.get(body, start + 8),
                MessageHeader.readIds(body));
    }

    @Override
    public void encode(FileInfoAck message, ByteBuf out) {
        int start = MessageHeader.begin(Function.FILEINFO_ACK, out);
        out.writeShort(message.fileId());
        out.writeByte(message.partial() ? FLAG_PARTIAL : 0);
        out.writeMedium(0);
        timestamp.write(message.echoedMicros(), out);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
