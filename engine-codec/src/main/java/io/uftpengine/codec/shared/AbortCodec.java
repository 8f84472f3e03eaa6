package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Abort;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * ABORT (protocol 5.2.16): flags, host, text. Written with its full 300-byte text field, because receivers reject a shorter one
 * (T15); read with any, as senders do.
 */
public final class AbortCodec implements MessageCodec<Abort> {
    private static final int FIXED = 8;
    private static final int TEXT_FIELD = Abort.MAX_TEXT_LENGTH + 1;

    @Override
    public Abort decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(FIXED);
        int textField = Math.min(header - FIXED, TEXT_FIELD);
        int nul = body.bytesBefore(textField, (byte) 0);
        String text = body.toString(body.readerIndex(), nul < 0 ? textField : nul, StandardCharsets.UTF_8);
        return new Abort(body.getUnsignedByte(start + 2), body.getInt(start + 4), text);
    }

    @Override
    public void encode(Abort message, ByteBuf out) {
        int start = MessageHeader.begin(Function.ABORT, out);
        out.writeByte(message.flags());
        out.writeByte(0);
        out.writeInt(message.hostId());
        out.writeZero(TEXT_FIELD);
        // The encoder stops in front of the first character that does not fit; the rest of the field stays NUL.
        ByteBuffer text = ByteBuffer.allocate(Abort.MAX_TEXT_LENGTH);
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(message.message()), text, true);
        out.setBytes(start + FIXED, text.flip());
        MessageHeader.end(start, out);
    }
}
