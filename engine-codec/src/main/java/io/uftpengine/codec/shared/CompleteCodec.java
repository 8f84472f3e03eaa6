package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import java.util.List;

/** COMPLETE (protocol 5.2.14): file, status, extensions, list. */
public final class CompleteCodec implements MessageCodec<Complete> {
    private static final int FIXED = 8;

    private final ExtensionTable extensions;

    public CompleteCodec(ExtensionTable extensions) {
        this.extensions = extensions;
    }

    @Override
    public Complete decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        CompletionStatus status = CompletionStatus.of(body.getUnsignedByte(start + 4));
        if (status == null) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        body.skipBytes(FIXED);
        List<HeaderExtension> decoded = extensions.decode(body, header - FIXED);
        return new Complete(body.getUnsignedShort(start + 2), status, decoded, MessageHeader.readIds(body));
    }

    @Override
    public void encode(Complete message, ByteBuf out) {
        int start = MessageHeader.begin(Function.COMPLETE, out);
        out.writeShort(message.fileId());
        out.writeByte(message.status().code());
        out.writeMedium(0);
        extensions.encode(message.extensions(), out);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
