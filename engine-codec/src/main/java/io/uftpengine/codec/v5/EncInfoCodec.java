package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.shared.ExtensionCodec;

/** EXT_ENC_INFO (protocol 5.2.3.1): its length is exactly the fixed part and the three fields (wire facts 3). */
public final class EncInfoCodec implements ExtensionCodec<EncInfo> {
    private static final int FLAG_CLIENT_AUTH = 0x01;
    private static final int RANDOM = 12;
    private static final int FIXED = RANDOM + EncInfo.RANDOM_LENGTH;

    @Override
    public EncInfo decode(ByteBuf in) throws DecodeException {
        if (in.readableBytes() < FIXED) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        int start = in.readerIndex();
        int keyLength = in.getUnsignedShort(start + 6);
        int ecdhLength = in.getUnsignedShort(start + 8);
        int signatureLength = in.getUnsignedShort(start + 10);
        if (in.readableBytes() != FIXED + keyLength + ecdhLength + signatureLength) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        in.skipBytes(RANDOM);
        return EncInfo.of(
                (in.getByte(start + 2) & FLAG_CLIENT_AUTH) != 0,
                in.getUnsignedByte(start + 4),
                in.getUnsignedByte(start + 5),
                Bytes.read(in, EncInfo.RANDOM_LENGTH),
                Bytes.read(in, keyLength),
                Bytes.read(in, ecdhLength),
                Bytes.read(in, signatureLength));
    }

    @Override
    public SignatureField signature(ByteBuf in) throws DecodeException {
        if (in.readableBytes() < FIXED) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        int start = in.readerIndex();
        int blobs = in.getUnsignedShort(start + 6) + in.getUnsignedShort(start + 8);
        int signatureLength = in.getUnsignedShort(start + 10);
        if (in.readableBytes() != FIXED + blobs + signatureLength) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        return new SignatureField(0, in.readableBytes(), FIXED + blobs, signatureLength);
    }

    @Override
    public void encodeBody(EncInfo extension, ByteBuf out) {
        out.writeByte(extension.clientAuth() ? FLAG_CLIENT_AUTH : 0);
        out.writeByte(0);
        out.writeByte(extension.cipher());
        out.writeByte(extension.hash());
        out.writeShort(extension.keyBlob().length());
        out.writeShort(extension.ecdhBlob().length());
        out.writeShort(extension.signature().length());
        extension.random().writeTo(out);
        extension.keyBlob().writeTo(out);
        extension.ecdhBlob().writeTo(out);
        extension.signature().writeTo(out);
    }
}
