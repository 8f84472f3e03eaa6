package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.extension.TfmccAck;

/** EXT_TFMCC_ACK_INFO (protocol 5.2.13.1). */
public final class TfmccAckCodec implements ExtensionCodec<TfmccAck> {
    private final TimestampField timestamp;

    public TfmccAckCodec(TimestampField timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public TfmccAck decode(ByteBuf in) throws DecodeException {
        if (in.readableBytes() != TfmccAck.LENGTH) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        int start = in.readerIndex();
        return new TfmccAck(
                in.getUnsignedByte(start + 2),
                in.getUnsignedShort(start + 4),
                in.getUnsignedShort(start + 6),
                in.getInt(start + 8),
                timestamp.get(in, start + 12));
    }

    @Override
    public void encodeBody(TfmccAck extension, ByteBuf out) {
        out.writeByte(extension.flags());
        out.writeByte(0);
        out.writeShort(extension.ccSequence());
        out.writeShort(extension.rateCode());
        out.writeInt(extension.receiverId());
        timestamp.write(extension.echoedMicros(), out);
    }
}
