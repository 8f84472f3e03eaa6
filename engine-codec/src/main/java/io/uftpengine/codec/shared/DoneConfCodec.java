package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.DoneConf;

/** DONE_CONF (protocol 5.2.15): a list. The reference reads it at offset 4 whatever the header length says (T13); so it is written there. */
public final class DoneConfCodec implements MessageCodec<DoneConf> {
    private static final int FIXED = 4;

    @Override
    public DoneConf decode(ByteBuf body) throws DecodeException {
        body.skipBytes(MessageHeader.length(body, FIXED));
        return new DoneConf(MessageHeader.readIds(body));
    }

    @Override
    public void encode(DoneConf message, ByteBuf out) {
        int start = MessageHeader.begin(Function.DONE_CONF, out);
        out.writeShort(0);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
