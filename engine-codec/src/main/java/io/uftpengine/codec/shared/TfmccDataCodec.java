package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.extension.TfmccData;

/** EXT_TFMCC_DATA_INFO (protocol 5.2.11.1). */
public final class TfmccDataCodec implements ExtensionCodec<TfmccData> {
    @Override
    public TfmccData decode(ByteBuf in) throws DecodeException {
        if (in.readableBytes() != TfmccData.LENGTH) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        int start = in.readerIndex();
        return new TfmccData(
                in.getUnsignedShort(start + 2), in.getUnsignedShort(start + 4), in.getUnsignedShort(start + 6));
    }

    @Override
    public void encodeBody(TfmccData extension, ByteBuf out) {
        out.writeShort(extension.sendRateCode());
        out.writeShort(extension.ccSequence());
        out.writeShort(extension.ccRateCode());
    }
}
