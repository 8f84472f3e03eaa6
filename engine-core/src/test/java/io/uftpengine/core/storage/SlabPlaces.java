package io.uftpengine.core.storage;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** The places of blocks in a slab, each behind a gap for headers. */
public final class SlabPlaces {
    private SlabPlaces() {}

    /** As many as the slab has room for. */
    public static ByteBuffer[] in(ByteBuf slab, int gap, int blockSize) {
        int stride = gap + blockSize;
        ByteBuffer[] places = new ByteBuffer[slab.capacity() / stride];
        for (int i = 0; i < places.length; i++) {
            places[i] = slab.nioBuffer(i * stride + gap, blockSize);
        }
        return places;
    }
}
