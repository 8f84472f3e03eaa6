package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.net.InetSocketAddress;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.Level;

/**
 * Opens ENCRYPTED datagrams where they lie, with the keys of their session. A FILESEG goes on as if it had come in the
 * clear, everything else as a {@link ReceivedMessage} that says what vouches for it. A FILESEG in the clear gets no further
 * in an encrypted session; whether another message in the clear may count is the machine's to say. No object is made for
 * a FILESEG.
 */
final class DecryptHandler extends ChannelInboundHandlerAdapter {
    private final SessionDirectory directory;
    private final TransportCounters counters;
    private final RateLimitedLog log;
    private final LongSupplier clockNs;

    /** FILESEGs on their way to the next handler. */
    private final DatagramBatch opened = new DatagramBatch();

    DecryptHandler(SessionDirectory directory, TransportCounters counters, RateLimitedLog log, LongSupplier clockNs) {
        this.directory = directory;
        this.counters = counters;
        this.log = log;
        this.clockNs = clockNs;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        if (received instanceof DatagramBatch batch) {
            for (int i = 0; i < batch.size(); i++) {
                onDatagram(ctx, batch.take(i), batch.first(i), batch.second(i), true);
            }
            fireOpened(ctx);
        } else {
            ctx.fireChannelRead(received);
        }
    }

    private void passOn(ChannelHandlerContext ctx, DatagramPacket packet, long first, long second) {
        opened.add(packet, first, second);
        if (opened.isFull()) {
            fireOpened(ctx);
        }
    }

    private void fireOpened(ChannelHandlerContext ctx) {
        if (!opened.isEmpty()) {
            try {
                ctx.fireChannelRead(opened);
            } finally {
                opened.clear();
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        opened.clear();
    }

    /** @param mayWait false when it has waited for keys already */
    private void onDatagram(
            ChannelHandlerContext ctx, DatagramPacket packet, long first, long second, boolean mayWait) {
        boolean passedOn = false;
        try {
            SessionDriver driver = directory.find(DatagramHeader.groupId(second), DatagramHeader.instance(second));
            if (DatagramHeader.function(first) == Function.ENCRYPTED.code()) {
                passedOn = onSealed(ctx, packet, driver, mayWait);
            } else if (driver == null || driver.keys() == null) {
                passedOn = true;
                passOn(ctx, packet, first, second);
            } else {
                drop(Counter.DROPPED_UNAUTHENTICATED, Reason.UNAUTHENTICATED, packet, "in the clear");
            }
        } finally {
            if (!passedOn) {
                packet.release();
            }
        }
    }

    private boolean onSealed(ChannelHandlerContext ctx, DatagramPacket packet, SessionDriver driver, boolean mayWait) {
        if (driver == null || driver.keys() == null) {
            counters.count(driver == null ? Counter.DROPPED_UNKNOWN_SESSION : Counter.DROPPED_ENCRYPTED);
            return false;
        } else if (driver.isOver()) {
            counters.count(Counter.DROPPED_SESSION_OVER);
            return false;
        }
        SessionSecurity security = driver.keys().security();
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        Opening opening;
        try {
            opening = security.open(content);
        } catch (RuntimeException | Error e) {
            driver.fail(e);
            return false;
        }
        switch (opening) {
            case APPLICATION -> {
                return onOpened(ctx, packet, Protection.APPLICATION, length);
            }
            case HANDSHAKE -> {
                return onOpened(ctx, packet, Protection.HANDSHAKE, length);
            }
            case NO_KEYS -> onNoKeys(ctx, packet, driver, mayWait);
            case MALFORMED -> counters.count(Counter.DROPPED_BAD_FIELD_LENGTH);
            case NOT_AUTHENTIC ->
                drop(Counter.DROPPED_UNAUTHENTICATED, Reason.UNAUTHENTICATED, packet, "not authentic (tag)");
            case REPLAYED -> drop(Counter.DROPPED_REPLAY, Reason.REPLAYED, packet, "seen before (counter)");
            case TOO_OLD -> drop(Counter.DROPPED_LATE, Reason.REPLAYED, packet, "too old (counter)");
        }
        return false;
    }

    private void onNoKeys(ChannelHandlerContext ctx, DatagramPacket packet, SessionDriver driver, boolean mayWait) {
        ByteBuf content = packet.content();
        int sourceId = DatagramHeader.sourceId(DatagramHeader.first(content, content.readerIndex()));
        if (mayWait && driver.keys().hold(sourceId, packet, again -> onDatagramAgain(ctx, again))) {
            counters.count(Counter.DATAGRAMS_HELD);
        } else {
            counters.count(Counter.DROPPED_ENCRYPTED);
        }
    }

    /** The keys are there now, or will not come. */
    private void onDatagramAgain(ChannelHandlerContext ctx, DatagramPacket packet) {
        ByteBuf content = packet.content();
        long first = DatagramHeader.first(content, content.readerIndex());
        onDatagram(ctx, packet, first, DatagramHeader.second(content, content.readerIndex()), false);
        fireOpened(ctx);
        ctx.fireChannelReadComplete();
    }

    private boolean onOpened(ChannelHandlerContext ctx, DatagramPacket packet, Protection protection, int length) {
        ByteBuf content = packet.content();
        long first = DatagramHeader.first(content, content.readerIndex());
        if (DatagramHeader.function(first) == Function.FILESEG.code()) {
            return onFileSeg(ctx, packet, first, protection);
        }
        UftpHeader header;
        Message message;
        Bytes raw = Bytes.EMPTY;
        try {
            WireFormat format = WireFormats.forVersionByte(content.getByte(content.readerIndex()));
            header = format.decodeHeader(content);
            if (header.function() == Function.CLIENT_KEY) {
                raw = Bytes.read(content.duplicate(), content.readableBytes());
            }
            // Not decode(): ENCRYPTED within ENCRYPTED is nothing.
            message = format.decodeInner(content);
        } catch (DecodeException e) {
            counters.count(DatagramCodecHandler.counterOf(e.fault()));
            return false;
        }
        fireOpened(ctx);
        ctx.fireChannelRead(
                new ReceivedMessage(new Inbound(header, message, packet.sender(), protection, raw), length));
        return false;
    }

    private boolean onFileSeg(ChannelHandlerContext ctx, DatagramPacket packet, long first, Protection protection) {
        ByteBuf content = packet.content();
        if (protection != Protection.APPLICATION) {
            drop(Counter.DROPPED_UNAUTHENTICATED, Reason.UNAUTHENTICATED, packet, "under a handshake key");
            return false;
        }
        DecodeException.Fault fault =
                FileSegReader.check(content, content.readerIndex() + UftpHeader.LENGTH, content.writerIndex());
        if (fault != null) {
            counters.count(DatagramCodecHandler.counterOf(fault));
            return false;
        }
        passOn(ctx, packet, first, DatagramHeader.second(content, content.readerIndex()));
        return true;
    }

    private void drop(Counter counter, Reason reason, DatagramPacket packet, String check) {
        counters.count(counter);
        InetSocketAddress source = packet.sender();
        long nowNs = clockNs.getAsLong();
        if (log.isDue(reason, source.getAddress(), nowNs)) {
            ByteBuf content = packet.content();
            long first = DatagramHeader.first(content, content.readerIndex());
            long second = DatagramHeader.second(content, content.readerIndex());
            String line = String.format(
                    "session %08X: datagram %d of %08X from %s:%d dropped: %s",
                    DatagramHeader.groupId(second),
                    DatagramHeader.sequence(first),
                    DatagramHeader.sourceId(first),
                    source.getAddress().getHostAddress(),
                    source.getPort(),
                    check);
            SessionLog.about(DatagramHeader.groupId(second), () -> log.write(Level.WARN, reason, line, null));
        }
    }
}
