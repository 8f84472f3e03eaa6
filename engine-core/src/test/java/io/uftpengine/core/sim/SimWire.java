package io.uftpengine.core.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import java.net.InetSocketAddress;

/**
 * Takes control messages through the real codec, and through real seals: what a host sees has been bytes in between.
 */
final class SimWire {
    /** IP and UDP header, which rates count too (wire facts 2.6). */
    static final int IP_UDP_BYTES = 28;

    private static final int INITIAL_BYTES = 2048;

    private final WireFormat format = WireFormats.of(ProtocolVersion.V5);
    private final ByteBuf buffer = Unpooled.buffer(INITIAL_BYTES);
    private final ByteBuf sealing = Unpooled.buffer(INITIAL_BYTES);
    private Opening opening;

    /** Encodes once and decodes once; the result may be given to any number of receivers. */
    Datagram throughBytes(UftpHeader header, Message message, InetSocketAddress from, boolean keepBytes) {
        encode(header, message);
        byte[] bytes = keepBytes ? ByteBufUtil.getBytes(buffer) : null;
        int length = buffer.readableBytes();
        try {
            UftpHeader decodedHeader = format.decodeHeader(buffer);
            return new Datagram(
                    new Inbound(decodedHeader, format.decode(decodedHeader, buffer), from), bytes, length, from);
        } catch (DecodeException e) {
            throw new SimulationFailure("we can't decode our own " + header + " " + message, e);
        }
    }

    private void encode(UftpHeader header, Message message) {
        buffer.clear();
        format.encode(header, message, buffer);
    }

    /** The datagram of a message in the clear. */
    byte[] bytesOf(UftpHeader header, Message message) {
        encode(header, message);
        return ByteBufUtil.getBytes(buffer);
    }

    /** Seals a message, as the transport does, in place. */
    Datagram seal(
            UftpHeader header,
            Message message,
            Protection protection,
            SessionSecurity security,
            InetSocketAddress from) {
        encode(header, message);
        int messageLength = buffer.readableBytes() - UftpHeader.LENGTH;
        sealing.clear();
        sealing.writeBytes(buffer, UftpHeader.LENGTH);
        sealing.writeZero(SessionSecurity.HEADER_LENGTH);
        sealing.writeBytes(buffer);
        sealing.ensureWritable(CipherSuite.TAG_LENGTH);
        try {
            int length = security.seal(sealing, 0, messageLength, protection);
            return new Datagram(null, ByteBufUtil.getBytes(sealing, 0, length), length, from);
        } catch (CryptoFailure e) {
            throw new SimulationFailure("no key to seal with: " + header + " " + message, e);
        }
    }

    /** What a datagram in the clear says, with its bytes when it is signed; when it is malformed or sealed, only the bytes. */
    Datagram read(byte[] bytes, InetSocketAddress from) {
        buffer.clear();
        buffer.writeBytes(bytes);
        try {
            UftpHeader header = format.decodeHeader(buffer);
            if (header.function() == Function.ENCRYPTED) {
                return new Datagram(null, bytes, bytes.length, from);
            }
            Message message = format.decode(header, buffer);
            boolean signed = header.function() == Function.ANNOUNCE || header.function() == Function.KEYINFO;
            Bytes raw = signed ? Bytes.of(bytes) : Bytes.EMPTY;
            return new Datagram(new Inbound(header, message, from, Protection.CLEAR, raw), bytes, bytes.length, from);
        } catch (DecodeException e) {
            return new Datagram(null, bytes, bytes.length, from);
        }
    }

    /** Opens a sealed datagram; null when {@link #opening()} says so or what was in it is malformed. */
    Inbound open(SessionSecurity security, Datagram sealed) {
        buffer.clear();
        buffer.writeBytes(sealed.bytes());
        opening = security.open(buffer);
        if (!opening.isAuthentic()) {
            return null;
        }
        try {
            UftpHeader header = format.decodeHeader(buffer);
            Bytes raw = header.function() == Function.CLIENT_KEY ? Bytes.of(ByteBufUtil.getBytes(buffer)) : Bytes.EMPTY;
            Protection protection = opening == Opening.HANDSHAKE ? Protection.HANDSHAKE : Protection.APPLICATION;
            return new Inbound(header, format.decode(header, buffer), sealed.from(), protection, raw);
        } catch (DecodeException e) {
            throw new SimulationFailure("somebody with keys sends what can't be read", e);
        }
    }

    /** What came of the last {@link #open}. */
    Opening opening() {
        return opening;
    }
}
