package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.shared.MessageCodec;
import io.uftpengine.codec.shared.MessageHeader;

/**
 * KEYINFO_ACK (protocol 5.2.8). The reference leaves its length field 0 (T5); then everything in the header is verify data. We
 * write the true length, which the reference ignores.
 */
public final class KeyInfoAckCodec implements MessageCodec<KeyInfoAck> {
    private static final int FIXED = 4;

    @Override
    public KeyInfoAck decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int stated = body.getUnsignedShort(body.readerIndex() + 2);
        MessageHeader.checkFits(stated, header - FIXED);
        body.skipBytes(FIXED);
        return new KeyInfoAck(Bytes.read(body, stated == 0 ? header - FIXED : stated));
    }

    @Override
    public void encode(KeyInfoAck message, ByteBuf out) {
        int start = MessageHeader.begin(Function.KEYINFO_ACK, out);
        out.writeShort(message.verifyData().length());
        message.verifyData().writeTo(out);
        MessageHeader.end(start, out);
    }
}
