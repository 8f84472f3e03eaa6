package io.uftpengine.codec.v5;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.shared.TimestampField;

/** One unsigned 64-bit count of microseconds since 1970 (wire facts 2.4). */
final class MicrosecondTimestamp implements TimestampField {
    @Override
    public long get(ByteBuf in, int index) {
        return in.getLong(index);
    }

    @Override
    public void write(long micros, ByteBuf out) {
        out.writeLong(micros);
    }
}
