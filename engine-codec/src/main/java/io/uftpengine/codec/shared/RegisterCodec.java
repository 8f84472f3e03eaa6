package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Register;

/** REGISTER (protocol 5.2.4): key length, echoed time, random, key material, list. */
public final class RegisterCodec implements MessageCodec<Register> {
    private static final int RANDOM = 12;
    private static final int FIXED = RANDOM + Register.RANDOM_LENGTH;

    private final TimestampField timestamp;

    public RegisterCodec(TimestampField timestamp) {
        this.timestamp = timestamp;
    }

    @Override
    public Register decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        int keyLength = body.getUnsignedShort(start + MessageHeader.FIRST_FIELD);
        MessageHeader.checkFits(keyLength, header - FIXED);
        body.skipBytes(RANDOM);
        Bytes random = Bytes.read(body, Register.RANDOM_LENGTH);
        Bytes keyMaterial = Bytes.read(body, keyLength);
        body.readerIndex(start + header);
        return new Register(timestamp.get(body, start + 4), random, keyMaterial, MessageHeader.readIds(body));
    }

    @Override
    public void encode(Register message, ByteBuf out) {
        int start = MessageHeader.begin(Function.REGISTER, out);
        out.writeShort(message.keyMaterial().length());
        timestamp.write(message.echoedMicros(), out);
        message.random().writeTo(out);
        message.keyMaterial().writeTo(out);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
