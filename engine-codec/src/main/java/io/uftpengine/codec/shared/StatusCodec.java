package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Status;
import java.util.List;

/** STATUS (protocol 5.2.13): file, section, extensions, NAK map. */
public final class StatusCodec implements MessageCodec<Status> {
    private static final int FIXED = 8;

    private final ExtensionTable extensions;

    public StatusCodec(ExtensionTable extensions) {
        this.extensions = extensions;
    }

    @Override
    public Status decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(FIXED);
        List<HeaderExtension> decoded = extensions.decode(body, header - FIXED);
        return new Status(
                body.getUnsignedShort(start + 2),
                body.getUnsignedShort(start + 4),
                decoded,
                NakBitmap.read(body, body.readableBytes()));
    }

    @Override
    public void encode(Status message, ByteBuf out) {
        int start = MessageHeader.begin(Function.STATUS, out);
        out.writeShort(message.fileId());
        out.writeShort(message.section());
        out.writeShort(0);
        extensions.encode(message.extensions(), out);
        MessageHeader.end(start, out);
        message.naks().writeTo(out);
    }
}
