package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.HbResp;
import io.uftpengine.codec.message.HeartbeatResult;

/** HB_RESP (protocol 5.2.18): result, nonce. */
public final class HbRespCodec implements MessageCodec<HbResp> {
    private static final int FIXED = 8;

    @Override
    public HbResp decode(ByteBuf body) throws DecodeException {
        MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        HeartbeatResult result = HeartbeatResult.of(body.getUnsignedByte(start + 2));
        if (result == null) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        return new HbResp(result, body.getInt(start + 4));
    }

    @Override
    public void encode(HbResp message, ByteBuf out) {
        int start = MessageHeader.begin(Function.HB_RESP, out);
        out.writeByte(message.result().code());
        out.writeByte(0);
        out.writeInt(message.nonce());
        MessageHeader.end(start, out);
    }
}
