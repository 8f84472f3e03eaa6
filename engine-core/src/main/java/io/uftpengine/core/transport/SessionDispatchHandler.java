package io.uftpengine.core.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.Level;

/**
 * Feeds what arrives to the sessions' machines, lets them act and flushes once per read batch. The FILESEGs that
 * the machines let through go on to the {@link FileSinkHandler}.
 */
final class SessionDispatchHandler extends ChannelInboundHandlerAdapter {
    private final SessionDirectory directory;
    private final DatagramWriter writer;
    private final TransportCounters counters;
    private final LongSupplier clockNs;

    /** Drivers that got input in this read batch; no more than there are sessions. */
    private final List<SessionDriver> touched = new ArrayList<>();

    SessionDispatchHandler(SessionDirectory directory, DatagramWriter writer, LongSupplier clockNs) {
        this.directory = directory;
        this.writer = writer;
        this.counters = writer.counters();
        this.clockNs = clockNs;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (received instanceof ReceivedMessage message) {
            onControl(message);
        } else {
            onFileSegs(ctx, (DatagramBatch) received);
        }
    }

    private void onControl(ReceivedMessage message) {
        Inbound in = message.inbound();
        long nowNs = clockNs.getAsLong();
        SessionDriver driver = directory.find(in.header().groupId(), in.header().instance());
        if (driver == null) {
            directory.onUnknown(message, writer, nowNs);
            return;
        }
        touch(driver);
        DropReason reason = driver.onHeader(
                in.header().function().code(),
                in.protection(),
                in.header().sequence(),
                in.header().sourceId(),
                in.header().grttCode(),
                in.header().groupSizeCode(),
                message.datagramLength(),
                in.remote(),
                nowNs);
        if (reason == null) {
            driver.onMessage(in, nowNs);
        } else {
            onDropped(in, reason, nowNs);
        }
    }

    private void onDropped(Inbound in, DropReason reason, long nowNs) {
        if (reason != DropReason.UNAUTHENTICATED) {
            counters.count(counterOf(reason));
        } else if (in.message() instanceof Announce) {
            // An honest sender goes on announcing, in the clear, until all have registered: nothing to be alarmed at.
            counters.count(Counter.ANNOUNCES_IGNORED);
        } else {
            counters.count(Counter.DROPPED_UNAUTHENTICATED);
            logUnauthenticated(in, nowNs);
        }
    }

    private void logUnauthenticated(Inbound in, long nowNs) {
        RateLimitedLog log = writer.log();
        if (log.isDue(Reason.UNAUTHENTICATED, in.remote().getAddress(), nowNs)) {
            String line = String.format(
                    "session %08X: %s of %08X from %s:%d dropped: %s",
                    in.header().groupId(),
                    in.header().function(),
                    in.header().sourceId(),
                    in.remote().getAddress().getHostAddress(),
                    in.remote().getPort(),
                    in.protection() == Protection.CLEAR ? "in the clear" : "under the wrong key");
            SessionLog.about(in.header().groupId(), () -> log.write(Level.WARN, Reason.UNAUTHENTICATED, line, null));
        }
    }

    /** What the machines do not let through is taken out of the batch. */
    private void onFileSegs(ChannelHandlerContext ctx, DatagramBatch batch) {
        long nowNs = clockNs.getAsLong();
        int accepted = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (isAccepted(batch.get(i), batch.first(i), batch.second(i), nowNs)) {
                accepted++;
            } else {
                batch.take(i).release();
            }
        }
        if (accepted > 0) {
            ctx.fireChannelRead(batch);
        }
    }

    private boolean isAccepted(DatagramPacket packet, long first, long second, long nowNs) {
        SessionDriver driver = directory.find(DatagramHeader.groupId(second), DatagramHeader.instance(second));
        if (driver == null) {
            counters.count(Counter.DROPPED_UNKNOWN_SESSION);
            return false;
        }
        touch(driver);
        // In the clear it would not have got past the DecryptHandler.
        boolean secured = driver.keys() != null;
        DropReason reason = driver.onHeader(
                DatagramHeader.function(first),
                secured ? Protection.APPLICATION : Protection.CLEAR,
                DatagramHeader.sequence(first),
                DatagramHeader.sourceId(first),
                DatagramHeader.grttCode(second),
                DatagramHeader.groupSizeCode(second),
                packet.content().readableBytes() + (secured ? SessionSecurity.OVERHEAD : 0),
                packet.sender(),
                nowNs);
        if (reason != null) {
            counters.count(counterOf(reason));
        }
        return reason == null;
    }

    private void touch(SessionDriver driver) {
        if (driver.markTouched()) {
            touched.add(driver);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).onReadComplete();
        }
        touched.clear();
        writer.flush();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            // Not from within the write that made it so.
            ctx.executor().execute(directory::onWritable);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private static Counter counterOf(DropReason reason) {
        return switch (reason) {
            case WRONG_SOURCE -> Counter.DROPPED_WRONG_SOURCE;
            case UNKNOWN_PEER -> Counter.DROPPED_UNKNOWN_PEER;
            case LATE -> Counter.DROPPED_LATE;
            case UNAUTHENTICATED -> Counter.DROPPED_UNAUTHENTICATED;
            case SESSION_OVER -> Counter.DROPPED_SESSION_OVER;
        };
    }
}
