package io.uftpengine.core.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Behind a handler under test: takes batches apart, so that a test sees datagrams. */
final class BatchOpener extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (!(received instanceof DatagramBatch batch)) {
            ctx.fireChannelRead(received);
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i) != null) {
                ctx.fireChannelRead(batch.take(i));
            }
        }
    }
}
