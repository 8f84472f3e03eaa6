package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.shared.MessageCodec;

/**
 * ENCRYPTED (protocol 5.2.2): counter, reserved, length, payload to the last byte of the datagram (wire facts 3). The payload is no
 * multiple of 4 (T7).
 */
public final class EncryptedCodec implements MessageCodec<EncryptedEnvelope> {
    private static final int FIXED = 12;

    @Override
    public EncryptedEnvelope decode(ByteBuf body) throws DecodeException {
        if (body.readableBytes() < FIXED) {
            throw DecodeException.of(Fault.TOO_SHORT);
        }
        long counter = body.readLong();
        int reserved = body.readUnsignedShort();
        int payloadLength = body.readUnsignedShort();
        // In protocol 4 the reserved field is the length of a signature: a value here promises bytes that protocol 5
        // does not have.
        if (reserved != 0 || payloadLength != body.readableBytes()) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        return new EncryptedEnvelope(counter, Bytes.read(body, payloadLength));
    }

    @Override
    public void encode(EncryptedEnvelope message, ByteBuf out) {
        out.writeLong(message.counter());
        out.writeShort(0);
        out.writeShort(message.payload().length());
        message.payload().writeTo(out);
    }
}
