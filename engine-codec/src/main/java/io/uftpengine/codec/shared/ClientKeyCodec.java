package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.ClientKey;

/** CLIENT_KEY (protocol 5.2.5): two lengths, blob, signature. */
public final class ClientKeyCodec implements MessageCodec<ClientKey> {
    private static final int FIXED = 8;

    @Override
    public ClientKey decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int blobLength = body.getUnsignedShort(start + 4);
        int signatureLength = body.getUnsignedShort(start + 6);
        MessageHeader.checkFits(blobLength + signatureLength, header - FIXED);
        body.skipBytes(FIXED);
        return new ClientKey(Bytes.read(body, blobLength), Bytes.read(body, signatureLength));
    }

    @Override
    public SignatureField signature(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int blobLength = body.getUnsignedShort(body.readerIndex() + 4);
        int signatureLength = body.getUnsignedShort(body.readerIndex() + 6);
        MessageHeader.checkFits(blobLength + signatureLength, header - FIXED);
        return new SignatureField(0, header, FIXED + blobLength, signatureLength);
    }

    @Override
    public void encode(ClientKey message, ByteBuf out) {
        int start = MessageHeader.begin(Function.CLIENT_KEY, out);
        out.writeShort(0);
        out.writeShort(message.keyBlob().length());
        out.writeShort(message.signature().length());
        message.keyBlob().writeTo(out);
        message.signature().writeTo(out);
        MessageHeader.end(start, out);
    }
}
