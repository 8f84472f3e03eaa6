package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.TransportCounters.Counter;

/**
 * First in the pipeline: checks what arrives and decodes control messages. FILESEGs go on as the packets that they are,
 * well-formed for sure, many at a time in a {@link DatagramBatch}, and everything else as a {@link ReceivedMessage}, in the order in which it
 * came. Whatever is wrong is counted and dropped. ENCRYPTED goes on as the packet, too, for the {@link DecryptHandler} behind
 * this one.
 */
final class DatagramCodecHandler extends ChannelInboundHandlerAdapter {
    /** A reference program reads 9000 bytes (wire facts 14); our largest blocks, sealed, need a little more. */
    static final int MAX_DATAGRAM_LENGTH = 9000 + SessionSecurity.OVERHEAD;

    private final TransportCounters counters;
    private final DatagramBatch batch = new DatagramBatch();

    DatagramCodecHandler(TransportCounters counters) {
        this.counters = counters;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        DatagramPacket packet = (DatagramPacket) received;
        boolean batched = false;
        try {
            ByteBuf content = packet.content();
            counters.count(Counter.DATAGRAMS_IN);
            counters.add(Counter.BYTES_IN, content.readableBytes());
            if (content.readableBytes() < UftpHeader.LENGTH) {
                counters.count(Counter.DROPPED_TOO_SHORT);
            } else if (content.readableBytes() > MAX_DATAGRAM_LENGTH) {
                counters.count(Counter.DROPPED_TOO_LONG);
            } else {
                long first = DatagramHeader.first(content, content.readerIndex());
                WireFormat format = WireFormats.forVersionByte(DatagramHeader.version(first));
                int function = DatagramHeader.function(first);
                if (format == null) {
                    counters.count(Counter.DROPPED_BAD_VERSION);
                } else if (function == Function.FILESEG.code() && isWellFormed(content)
                        || function == Function.ENCRYPTED.code() && isLongEnough(content)) {
                    batch.add(packet, first, DatagramHeader.second(content, content.readerIndex()));
                    batched = true;
                } else if (function != Function.FILESEG.code() && function != Function.ENCRYPTED.code()) {
                    onControl(ctx, format, packet);
                }
            }
        } finally {
            if (!batched) {
                packet.release();
            }
        }
        if (batch.isFull()) {
            fireBatch(ctx);
        }
    }

    private void fireBatch(ChannelHandlerContext ctx) {
        if (!batch.isEmpty()) {
            try {
                ctx.fireChannelRead(batch);
            } finally {
                batch.clear();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        fireBatch(ctx);
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        batch.clear();
    }

    private boolean isWellFormed(ByteBuf content) {
        DecodeException.Fault fault =
                FileSegReader.check(content, content.readerIndex() + UftpHeader.LENGTH, content.writerIndex());
        if (fault != null) {
            counters.count(counterOf(fault));
            return false;
        }
        return true;
    }

    private boolean isLongEnough(ByteBuf content) {
        if (content.readableBytes() <= UftpHeader.LENGTH + SessionSecurity.OVERHEAD) {
            counters.count(Counter.DROPPED_TOO_SHORT);
            return false;
        }
        return true;
    }

    private void onControl(ChannelHandlerContext ctx, WireFormat format, DatagramPacket packet) {
        ByteBuf content = packet.content();
        int length = content.readableBytes();
        int start = content.readerIndex();
        UftpHeader header;
        Message message;
        Bytes raw = Bytes.EMPTY;
        try {
            header = format.decodeHeader(content);
            message = format.decode(header, content);
            if (isSigned(message)) {
                raw = Bytes.read(content.readerIndex(start), length);
            }
        } catch (DecodeException e) {
            counters.count(counterOf(e.fault()));
            return;
        }
        fireBatch(ctx);
        ctx.fireChannelRead(
                new ReceivedMessage(new Inbound(header, message, packet.sender(), Protection.CLEAR, raw), length));
    }

    /** Whether a signature may have to be checked later, which covers the datagram as it came. */
    private static boolean isSigned(Message message) {
        return message instanceof KeyInfo
                || message instanceof ProxyKey
                || message instanceof Announce announce
                        && announce.extensions().stream().anyMatch(EncInfo.class::isInstance);
    }

    static Counter counterOf(DecodeException.Fault fault) {
        return switch (fault) {
            case TOO_SHORT -> Counter.DROPPED_TOO_SHORT;
            case BAD_VERSION -> Counter.DROPPED_BAD_VERSION;
            case UNKNOWN_FUNCTION -> Counter.DROPPED_UNKNOWN_FUNCTION;
            case BAD_HEADER_LENGTH -> Counter.DROPPED_BAD_HEADER_LENGTH;
            case BAD_FIELD_LENGTH -> Counter.DROPPED_BAD_FIELD_LENGTH;
            case BAD_VALUE -> Counter.DROPPED_BAD_VALUE;
        };
    }
}
