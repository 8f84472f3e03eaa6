package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.RegConf;

/** REG_CONF (protocol 5.2.6): a list. */
public final class RegConfCodec implements MessageCodec<RegConf> {
    private static final int FIXED = 4;

    @Override
    public RegConf decode(ByteBuf body) throws DecodeException {
        body.skipBytes(MessageHeader.length(body, FIXED));
        return new RegConf(MessageHeader.readIds(body));
    }

    @Override
    public void encode(RegConf message, ByteBuf out) {
        int start = MessageHeader.begin(Function.REG_CONF, out);
        out.writeShort(0);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
