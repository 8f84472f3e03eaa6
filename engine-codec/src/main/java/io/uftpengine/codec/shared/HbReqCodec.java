package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.HbReq;

/** HB_REQ (protocol 5.2.17): two lengths, nonce, blob, signature. */
public final class HbReqCodec implements MessageCodec<HbReq> {
    private static final int FIXED = 12;

    @Override
    public HbReq decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int blobLength = body.getUnsignedShort(start + 4);
        int signatureLength = body.getUnsignedShort(start + 6);
        MessageHeader.checkFits(blobLength + signatureLength, header - FIXED);
        body.skipBytes(FIXED);
        return new HbReq(body.getInt(start + 8), Bytes.read(body, blobLength), Bytes.read(body, signatureLength));
    }

    @Override
    public void encode(HbReq message, ByteBuf out) {
        int start = MessageHeader.begin(Function.HB_REQ, out);
        out.writeShort(0);
        out.writeShort(message.keyBlob().length());
        out.writeShort(message.signature().length());
        out.writeInt(message.nonce());
        message.keyBlob().writeTo(out);
        message.signature().writeTo(out);
        MessageHeader.end(start, out);
    }
}
