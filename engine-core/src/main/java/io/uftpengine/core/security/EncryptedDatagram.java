package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.ReplayWindow;

/**
 * The layout of ENCRYPTED in place (wire facts 3): UFTP header, counter, zero, payload length, payload. All in front of the
 * payload is authenticated (wire facts 6.3).
 */
final class EncryptedDatagram {
    private static final int FUNCTION = 1;
    private static final int SOURCE_ID = 4;
    private static final int COUNTER = UftpHeader.LENGTH;
    private static final int RESERVED = COUNTER + Long.BYTES;
    private static final int PAYLOAD_LENGTH = RESERVED + Short.BYTES;
    private static final int PAYLOAD = UftpHeader.LENGTH + SessionSecurity.HEADER_LENGTH;
    private static final int MIN_MESSAGE = 4;

    private EncryptedDatagram() {}

    /** Whether a readable datagram has the layout, in the version with that first byte. */
    static boolean isWellFormed(ByteBuf datagram, byte version) {
        int start = datagram.readerIndex();
        int length = datagram.readableBytes();
        return length >= PAYLOAD + MIN_MESSAGE + CipherSuite.TAG_LENGTH
                && datagram.getByte(start) == version
                && datagram.getUnsignedByte(start + FUNCTION) == Function.ENCRYPTED.code()
                && datagram.getShort(start + RESERVED) == 0
                && datagram.getUnsignedShort(start + PAYLOAD_LENGTH) == length - PAYLOAD;
    }

    static int sourceId(ByteBuf datagram) {
        return datagram.getInt(datagram.readerIndex() + SOURCE_ID);
    }

    static long counter(ByteBuf datagram) {
        return datagram.getLong(datagram.readerIndex() + COUNTER);
    }

    /** Opens the payload where it is, or fails and leaves all unchanged. Moves no index. */
    static void open(ByteBuf datagram, PacketOpener opener) throws CryptoFailure {
        int start = datagram.readerIndex();
        opener.open(datagram, start, PAYLOAD, start + PAYLOAD, datagram.readableBytes() - PAYLOAD, counter(datagram));
    }

    /** What comes of a datagram that a key of its author has opened: only now its counter is judged. */
    static Opening admit(ByteBuf datagram, ReplayWindow window, Opening opened) {
        return switch (window.admit(counter(datagram))) {
            case FRESH -> uncover(datagram) ? opened : Opening.MALFORMED;
            case REPLAYED -> Opening.REPLAYED;
            case TOO_OLD -> Opening.TOO_OLD;
        };
    }

    /** Makes an opened datagram look as if it had come in the clear; false when it is ENCRYPTED within ENCRYPTED. */
    private static boolean uncover(ByteBuf datagram) {
        int start = datagram.readerIndex();
        int function = datagram.getUnsignedByte(start + PAYLOAD);
        if (function == Function.ENCRYPTED.code()) {
            return false;
        }
        int moved = start + SessionSecurity.HEADER_LENGTH;
        long first = datagram.getLong(start);
        long second = datagram.getLong(start + Long.BYTES);
        datagram.setLong(moved, first);
        datagram.setLong(moved + Long.BYTES, second);
        datagram.setByte(moved + FUNCTION, function);
        datagram.writerIndex(datagram.writerIndex() - CipherSuite.TAG_LENGTH);
        datagram.readerIndex(moved);
        return true;
    }

    /** Fills in what is missing of the header, then seals. Moves no index. */
    static int seal(ByteBuf datagram, int start, int messageLength, PacketSealer sealer, long counter)
            throws CryptoFailure {
        datagram.setByte(start + FUNCTION, Function.ENCRYPTED.code());
        datagram.setLong(start + COUNTER, counter);
        datagram.setShort(start + RESERVED, 0);
        datagram.setShort(start + PAYLOAD_LENGTH, messageLength + CipherSuite.TAG_LENGTH);
        sealer.seal(datagram, start, PAYLOAD, start + PAYLOAD, messageLength, counter);
        return PAYLOAD + messageLength + CipherSuite.TAG_LENGTH;
    }
}
