package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.RateLimitedLog.Reason;
import io.uftpengine.core.transport.TransportCounters.Counter;
import io.uftpengine.crypto.api.CryptoFailure;
import java.net.InetSocketAddress;
import org.apache.logging.log4j.Level;

/**
 * Writes to one channel, in order; nothing leaves before {@link #flush()}. Single writer: the role's event loop.
 */
final class DatagramWriter {
    /** Enough for nearly every message; the buffer grows for the rest. */
    private static final int FIRST_CAPACITY = 2048;

    private final Channel channel;
    private final TransportCounters counters;
    private final RateLimitedLog log;
    private boolean unflushed;

    DatagramWriter(Channel channel, TransportCounters counters, RateLimitedLog log) {
        this.channel = channel;
        this.counters = counters;
        this.log = log;
    }

    /** Encodes and writes a control message. A failure is counted, never thrown. */
    void send(UftpHeader header, Message message, InetSocketAddress destination) {
        ByteBuf datagram = channel.alloc().directBuffer(FIRST_CAPACITY);
        boolean written = false;
        try {
            WireFormats.of(header.version()).encode(header, message, datagram);
            written = true;
        } catch (IllegalArgumentException e) {
            onEncodeFailed(message, e);
        } finally {
            if (!written) {
                datagram.release();
            }
        }
        if (written) {
            write(new DatagramPacket(datagram, destination), 1);
        }
    }

    /**
     * Encodes, seals and writes a control message.
     *
     * @throws SealingFailedException when it cannot be sealed; nothing is sent then
     */
    void sendSealed(
            UftpHeader header,
            Message message,
            InetSocketAddress destination,
            SessionSecurity security,
            Protection protection) {
        ByteBuf datagram = channel.alloc().directBuffer(FIRST_CAPACITY);
        boolean written = false;
        try {
            // In the clear first, then the UFTP header moves to the front and leaves the gap that sealing fills.
            datagram.writerIndex(SessionSecurity.HEADER_LENGTH);
            WireFormats.of(header.version()).encode(header, message, datagram);
            moveHeader(datagram, SessionSecurity.HEADER_LENGTH, 0);
            int messageLength = datagram.writerIndex() - SessionSecurity.HEADER_LENGTH - UftpHeader.LENGTH;
            datagram.ensureWritable(SessionSecurity.OVERHEAD - SessionSecurity.HEADER_LENGTH);
            datagram.writerIndex(security.seal(datagram, 0, messageLength, protection));
            written = true;
        } catch (CryptoFailure e) {
            throw new SealingFailedException(e);
        } catch (IllegalArgumentException e) {
            onEncodeFailed(message, e);
        } finally {
            if (!written) {
                datagram.release();
            }
        }
        if (written) {
            write(new DatagramPacket(datagram, destination), 1);
        }
    }

    private static void moveHeader(ByteBuf datagram, int from, int to) {
        long first = datagram.getLong(from);
        long second = datagram.getLong(from + Long.BYTES);
        datagram.setLong(to, first);
        datagram.setLong(to + Long.BYTES, second);
    }

    /** Writes a datagram that is ready. */
    void send(byte[] datagram, InetSocketAddress destination) {
        write(new DatagramPacket(Unpooled.wrappedBuffer(datagram), destination), 1);
    }

    private void onEncodeFailed(Message message, IllegalArgumentException e) {
        counters.count(Counter.ENCODE_FAILED);
        log.log(Level.ERROR, Reason.ENCODE_FAILED, System.nanoTime(), "cannot encode " + message.function(), e);
    }

    /** Writes a packet, which this call releases. */
    void write(DatagramPacket packet, int datagrams) {
        counters.add(Counter.DATAGRAMS_OUT, datagrams);
        counters.add(Counter.BYTES_OUT, packet.content().readableBytes());
        unflushed = true;
        // Failures come to FaultHandler.exceptionCaught.
        channel.write(packet, channel.voidPromise());
    }

    /** As {@link #write}, for a caller that wants to know how it went. */
    ChannelFuture writeWatched(DatagramPacket packet, int datagrams) {
        counters.add(Counter.DATAGRAMS_OUT, datagrams);
        counters.add(Counter.BYTES_OUT, packet.content().readableBytes());
        unflushed = true;
        return channel.write(packet);
    }

    /** Hands everything written to the kernel. */
    void flush() {
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    /** False while the kernel takes no more: the dispatch handler hears when that changes. */
    boolean isWritable() {
        return channel.isWritable();
    }

    Channel channel() {
        return channel;
    }

    TransportCounters counters() {
        return counters;
    }

    RateLimitedLog log() {
        return log;
    }
}
