package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.shared.MessageCodec;
import io.uftpengine.codec.shared.MessageHeader;
import java.util.ArrayList;
import java.util.List;

/** KEYINFO (protocol 5.2.7): counter, signature, entries of 52 bytes. */
public final class KeyInfoCodec implements MessageCodec<KeyInfo> {
    private static final int FIXED = 12;

    @Override
    public KeyInfo decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int signatureLength = body.getUnsignedShort(start + 2);
        MessageHeader.checkFits(signatureLength, header - FIXED);
        body.skipBytes(FIXED);
        Bytes signature = Bytes.read(body, signatureLength);
        body.readerIndex(start + header);
        int count = MessageHeader.entries(body, KeyInfo.Entry.LENGTH);
        List<KeyInfo.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new KeyInfo.Entry(body.readInt(), Bytes.read(body, KeyInfo.Entry.SEALED_LENGTH)));
        }
        return new KeyInfo(body.getLong(start + 4), signature, entries);
    }

    @Override
    public SignatureField signature(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int signatureLength = body.getUnsignedShort(body.readerIndex() + 2);
        MessageHeader.checkFits(signatureLength, header - FIXED);
        return new SignatureField(0, header, FIXED, signatureLength);
    }

    @Override
    public void encode(KeyInfo message, ByteBuf out) {
        int start = MessageHeader.begin(Function.KEYINFO, out);
        out.writeShort(message.signature().length());
        out.writeLong(message.counter());
        message.signature().writeTo(out);
        MessageHeader.end(start, out);
        for (KeyInfo.Entry entry : message.entries()) {
            out.writeInt(entry.receiverId());
            entry.sealedGroupMaster().writeTo(out);
        }
    }
}
