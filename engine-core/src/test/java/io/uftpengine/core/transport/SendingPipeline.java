package io.uftpengine.core.transport;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.security.SenderSecurity;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CipherSuite;
import org.apache.logging.log4j.LogManager;

/**
 * A sender's way from blocks that have been read to a channel, which swallows what it gets. For benchmarks. The calling thread
 * is the event loop.
 */
public final class SendingPipeline implements AutoCloseable {
    /** Blocks of a slab. */
    public static final int SLAB_BLOCKS = PacketSize.MAX_CALL_SEGMENTS;

    private static final int FILE = 1;
    private static final int GRTT_CODE = 106;
    private static final int MAX_16_BIT = 0xFFFF;

    /** Where a socket would be. */
    private static final class Swallower extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ReferenceCountUtil.release(message);
            if (!promise.isVoid()) {
                promise.setSuccess();
            }
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            return;
        }
    }

    private final TransportCounters counters = new TransportCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel(new Swallower());
    private final DatagramWriter writer =
            new DatagramWriter(channel, counters, new RateLimitedLog(LogManager.getLogger(SendingPipeline.class)));
    private final int blockBytes;

    /** Null in the clear. */
    private final SenderSecurity security;

    private final SegmentBatcher batcher;
    private final SlabPool pool;
    private int sequence;

    /**
     * @param suite null = in the clear
     * @param offload several datagrams are handed over as one
     */
    public SendingPipeline(CipherSuite suite, int blockBytes, boolean offload) {
        this.blockBytes = blockBytes;
        security = suite == null ? null : LoneSender.security(suite, 0);
        pool = new SlabPool(
                PooledByteBufAllocator.DEFAULT, BlockSlab.Layout.of(suite != null, false), blockBytes, SLAB_BLOCKS);
        batcher = new SegmentBatcher(
                writer,
                Datagrams.OTHER_ADDRESS,
                SegmentBatcher.template(ProtocolVersion.V5, Datagrams.SENDER, Datagrams.GROUP, 0),
                offload,
                security,
                pool);
    }

    /** Sends {@link #SLAB_BLOCKS} blocks, as they lie: sealed once, what is sealed next is the ciphertext. */
    public void sendSlab() {
        BlockSlab slab = pool.take(FILE);
        slab.addRun(0, SLAB_BLOCKS);
        batcher.add(slab);
        for (int i = 0; i < SLAB_BLOCKS; i++) {
            batcher.fileSeg(
                    sequence++ & MAX_16_BIT,
                    GRTT_CODE,
                    0,
                    FILE,
                    0,
                    i,
                    (long) i * blockBytes,
                    blockBytes,
                    TfmccStamp.NONE);
        }
        batcher.endBatch();
        writer.flush();
    }

    /** Datagrams that went to the channel. */
    public long datagramsOut() {
        return counters.get(Counter.DATAGRAMS_OUT);
    }

    /** UDP payload bytes that went to the channel. */
    public long bytesOut() {
        return counters.get(Counter.BYTES_OUT);
    }

    @Override
    public void close() {
        channel.finishAndReleaseAll();
        pool.close();
        if (security != null) {
            security.destroy();
        }
    }
}
