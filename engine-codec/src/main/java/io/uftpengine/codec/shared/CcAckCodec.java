package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.CcAck;

/** CC_ACK (protocol 5.2.21): extensions only. */
public final class CcAckCodec implements MessageCodec<CcAck> {
    private static final int FIXED = 4;

    private final ExtensionTable extensions;

    public CcAckCodec(ExtensionTable extensions) {
        this.extensions = extensions;
    }

    @Override
    public CcAck decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        body.skipBytes(FIXED);
        return new CcAck(extensions.decode(body, header - FIXED));
    }

    @Override
    public void encode(CcAck message, ByteBuf out) {
        int start = MessageHeader.begin(Function.CC_ACK, out);
        out.writeShort(0);
        extensions.encode(message.extensions(), out);
        MessageHeader.end(start, out);
    }
}
