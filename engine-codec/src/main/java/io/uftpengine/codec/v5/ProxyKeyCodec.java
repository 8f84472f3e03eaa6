package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.shared.MessageCodec;
import io.uftpengine.codec.shared.MessageHeader;

/** PROXY_KEY (protocol 5.2.19): three lengths, two blobs, signature. */
public final class ProxyKeyCodec implements MessageCodec<ProxyKey> {
    private static final int FIXED = 8;

    @Override
    public ProxyKey decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int keyLength = body.getUnsignedShort(start + 2);
        int ecdhLength = body.getUnsignedShort(start + 4);
        int signatureLength = body.getUnsignedShort(start + 6);
        MessageHeader.checkFits(keyLength + ecdhLength + signatureLength, header - FIXED);
        body.skipBytes(FIXED);
        return new ProxyKey(
                Bytes.read(body, keyLength), Bytes.read(body, ecdhLength), Bytes.read(body, signatureLength));
    }

    @Override
    public SignatureField signature(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int blobs = body.getUnsignedShort(start + 2) + body.getUnsignedShort(start + 4);
        int signatureLength = body.getUnsignedShort(start + 6);
        MessageHeader.checkFits(blobs + signatureLength, header - FIXED);
        return new SignatureField(0, header, FIXED + blobs, signatureLength);
    }

    @Override
    public void encode(ProxyKey message, ByteBuf out) {
        int start = MessageHeader.begin(Function.PROXY_KEY, out);
        out.writeShort(message.keyBlob().length());
        out.writeShort(message.ecdhBlob().length());
        out.writeShort(message.signature().length());
        message.keyBlob().writeTo(out);
        message.ecdhBlob().writeTo(out);
        message.signature().writeTo(out);
        MessageHeader.end(start, out);
    }
}
