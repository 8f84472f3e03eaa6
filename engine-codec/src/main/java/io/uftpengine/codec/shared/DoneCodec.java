package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Done;

/** DONE (protocol 5.2.12): file, section, list. */
public final class DoneCodec implements MessageCodec<Done> {
    private static final int FIXED = 8;

    @Override
    public Done decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(header);
        return new Done(
                body.getUnsignedShort(start + 2), body.getUnsignedShort(start + 4), MessageHeader.readIds(body));
    }

    @Override
    public void encode(Done message, ByteBuf out) {
        int start = MessageHeader.begin(Function.DONE, out);
        out.writeShort(message.fileId());
        out.writeShort(message.section());
        out.writeShort(0);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
