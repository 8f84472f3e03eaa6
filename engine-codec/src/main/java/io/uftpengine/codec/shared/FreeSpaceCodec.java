package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.extension.FreeSpace;

/** EXT_FREESPACE_INFO (protocol 5.2.14.1). */
public final class FreeSpaceCodec implements ExtensionCodec<FreeSpace> {
    @Override
    public FreeSpace decode(ByteBuf in) throws DecodeException {
        if (in.readableBytes() != FreeSpace.LENGTH) {
            throw DecodeException.of(Fault.BAD_FIELD_LENGTH);
        }
        int start = in.readerIndex();
        return new FreeSpace(in.getLong(start + 4));
    }

    @Override
    public void encodeBody(FreeSpace extension, ByteBuf out) {
        out.writeShort(0);
        out.writeLong(extension.bytes());
    }
}
