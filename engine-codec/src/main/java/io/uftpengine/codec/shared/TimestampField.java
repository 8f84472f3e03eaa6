package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;

/** The 8-byte time stamp, which each version writes in its own way (wire facts 2.4). */
public interface TimestampField {
    int LENGTH = 8;

    /** The microseconds of the {@value #LENGTH} bytes at {@code index}, which are there. */
    long get(ByteBuf in, int index);

    /** Appends {@value #LENGTH} bytes. */
    void write(long micros, ByteBuf out);
}
