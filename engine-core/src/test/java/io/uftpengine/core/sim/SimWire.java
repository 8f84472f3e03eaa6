package io.uftpengine.core.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Inbound;
import java.net.InetSocketAddress;

/** Takes control messages through the real codec: what a receiver sees has been bytes in between. */
final class SimWire {
    /** IP and UDP header, which rates count too (wire facts 2.6). */
    static final int IP_UDP_BYTES = 28;

    private static final int INITIAL_BYTES = 2048;

    private final WireFormat format = WireFormats.of(ProtocolVersion.V5);
    private final ByteBuf buffer = Unpooled.buffer(INITIAL_BYTES);
    private int length;

    /** Encodes once and decodes once; the result may be given to any number of receivers. */
    Inbound throughBytes(UftpHeader header, Message message, InetSocketAddress from) {
        buffer.clear();
        format.encode(header, message, buffer);
        length = buffer.readableBytes();
        try {
            UftpHeader decodedHeader = format.decodeHeader(buffer);
            return new Inbound(decodedHeader, format.decode(decodedHeader, buffer), from);
        } catch (DecodeException e) {
            throw new SimulationFailure("we can't decode our own " + header + " " + message, e);
        }
    }

    /** UDP payload length of the last message, bytes. */
    int length() {
        return length;
    }
}
