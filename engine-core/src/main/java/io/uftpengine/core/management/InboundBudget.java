package io.uftpengine.core.management;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/** Closes a connection that sends much more than a request needs. First handler of a connection. */
final class InboundBudget extends ChannelInboundHandlerAdapter {
    /** Of one request and whatever comes before its answer has left. */
    static final int MAX_BYTES = 64 * 1024;

    private int left = MAX_BYTES;

    /** The next request. */
    void renew() {
        left = MAX_BYTES;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        int bytes = ((ByteBuf) message).readableBytes();
        if (bytes > left) {
            ReferenceCountUtil.release(message);
            ctx.close();
            return;
        }
        left -= bytes;
        ctx.fireChannelRead(message);
    }
}
