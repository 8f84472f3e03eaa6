package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.FileSeg;
import java.util.List;

/** FILESEG (protocol 5.2.11): file, section, block, extensions, data. The data path does not come through here. */
public final class FileSegCodec implements MessageCodec<FileSeg> {
    private static final int FIXED = 8;

    private final ExtensionTable extensions;

    public FileSegCodec(ExtensionTable extensions) {
        this.extensions = extensions;
    }

    @Override
    public FileSeg decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, FIXED);
        int start = body.readerIndex();
        body.skipBytes(FIXED);
        List<HeaderExtension> decoded = extensions.decode(body, header - FIXED);
        return new FileSeg(
                body.getUnsignedShort(start + 2),
                body.getUnsignedShort(start + 4),
                body.getUnsignedShort(start + 6),
                decoded,
                Bytes.read(body, body.readableBytes()));
    }

    @Override
    public void encode(FileSeg message, ByteBuf out) {
        int start = MessageHeader.begin(Function.FILESEG, out);
        out.writeShort(message.fileId());
        out.writeShort(message.section());
        out.writeShort(message.block());
        extensions.encode(message.extensions(), out);
        MessageHeader.end(start, out);
        message.data().writeTo(out);
    }
}
