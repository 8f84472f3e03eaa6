package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Announce;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** ANNOUNCE (protocol 5.2.3, wire facts 3): flags, robust, CC type, block size, time, two addresses, extensions, list. */
public final class AnnounceCodec implements MessageCodec<Announce> {
    private static final int FLAG_SYNC_MODE = 0x01;
    private static final int FLAG_SYNC_PREVIEW = 0x02;
    private static final int FLAG_IPV6 = 0x04;
    private static final int ADDRESSES = 16;
    private static final int IPV4_LENGTH = 4;
    private static final int IPV6_LENGTH = 16;
    private static final int MIN_FIXED = ADDRESSES + 2 * IPV4_LENGTH;

    private final TimestampField timestamp;
    private final ExtensionTable extensions;

    public AnnounceCodec(TimestampField timestamp, ExtensionTable extensions) {
        this.timestamp = timestamp;
        this.extensions = extensions;
    }

    @Override
    public Announce decode(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, MIN_FIXED);
        int start = body.readerIndex();
        int flags = body.getUnsignedByte(start + 2);
        boolean ipv6 = (flags & FLAG_IPV6) != 0;
        int fixed = fixedLength(flags, header);
        body.skipBytes(ADDRESSES);
        InetAddress publicAddress = readAddress(body, ipv6);
        InetAddress privateAddress = readAddress(body, ipv6);
        List<HeaderExtension> decoded = extensions.decode(body, header - fixed);
        return new Announce(
                (flags & FLAG_SYNC_MODE) != 0,
                (flags & FLAG_SYNC_PREVIEW) != 0,
                body.getUnsignedByte(start + 3),
                body.getUnsignedByte(start + 4),
                body.getUnsignedShort(start + 6),
                timestamp.get(body, start + 8),
                publicAddress,
                privateAddress,
                decoded,
                MessageHeader.readIds(body));
    }

    /** The fixed part's length by the family of the addresses. */
    private static int fixedLength(int flags, int header) throws DecodeException {
        int fixed = ADDRESSES + 2 * ((flags & FLAG_IPV6) != 0 ? IPV6_LENGTH : IPV4_LENGTH);
        if (header < fixed) {
            throw DecodeException.of(Fault.BAD_HEADER_LENGTH);
        }
        return fixed;
    }

    @Override
    public SignatureField signature(ByteBuf body) throws DecodeException {
        int header = MessageHeader.length(body, MIN_FIXED);
        int fixed = fixedLength(body.getUnsignedByte(body.readerIndex() + 2), header);
        SignatureField field = extensions.signature(body, fixed, header - fixed);
        if (field == null) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        return field;
    }

    private static InetAddress readAddress(ByteBuf body, boolean ipv6) {
        byte[] address = new byte[ipv6 ? IPV6_LENGTH : IPV4_LENGTH];
        body.readBytes(address);
        try {
            // InetAddress.getByAddress would turn an IPv4-mapped address into an IPv4 one.
            return ipv6 ? Inet6Address.getByAddress(null, address, -1) : InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + address.length + " bytes", e);
        }
    }

    @Override
    public void encode(Announce message, ByteBuf out) {
        byte[] publicAddress = message.publicAddress().getAddress();
        int start = MessageHeader.begin(Function.ANNOUNCE, out);
        out.writeByte((message.syncMode() ? FLAG_SYNC_MODE : 0)
                | (message.syncPreview() ? FLAG_SYNC_PREVIEW : 0)
                | (publicAddress.length == IPV6_LENGTH ? FLAG_IPV6 : 0));
        out.writeByte(message.robust());
        out.writeByte(message.ccType());
        out.writeByte(0);
        out.writeShort(message.blockSize());
        timestamp.write(message.timestampMicros(), out);
        out.writeBytes(publicAddress);
        out.writeBytes(message.privateAddress().getAddress());
        extensions.encode(message.extensions(), out);
        MessageHeader.end(start, out);
        message.receivers().writeTo(out);
    }
}
