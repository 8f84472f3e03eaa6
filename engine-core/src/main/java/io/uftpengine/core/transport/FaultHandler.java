package io.uftpengine.core.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.io.IOException;
import org.apache.logging.log4j.Level;

/**
 * Last in the pipeline: no exception gets past it and none closes the channel. Sends fail while an interface is down or
 * a firewall forbids them; that is counted and logged once a minute, and the protocol repeats what was lost.
 */
final class FaultHandler extends ChannelInboundHandlerAdapter {
    private final TransportCounters counters;
    private final RateLimitedLog log;

    FaultHandler(TransportCounters counters, RateLimitedLog log) {
        this.counters = counters;
        this.log = log;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object unclaimed) {
        ReferenceCountUtil.release(unclaimed);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            counters.count(Counter.SEND_FAILED);
            log.log(
                    Level.WARN,
                    Reason.SEND_FAILED,
                    System.nanoTime(),
                    "the system refused a datagram: " + cause.getMessage());
        } else {
            counters.count(Counter.HANDLER_FAULTS);
            log.log(Level.ERROR, Reason.HANDLER_FAULT, System.nanoTime(), "fault in a handler", cause);
        }
    }
}
