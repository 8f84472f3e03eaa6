package io.uftpengine.codec;

import java.util.Objects;

/**
 * The 16 bytes in front of every message (protocol 5.2.1).
 *
 * @param version protocol version of the datagram
 * @param function message that follows; {@link Function#ENCRYPTED} whatever an encrypted payload holds
 * @param sequence 0..65535, counts every packet of its source
 * @param sourceId unique ID of whoever sent it, unsigned 32 bits
 * @param groupId session, unsigned 32 bits; 0 outside any session
 * @param instance 0..255, restart count of the session
 * @param grttCode 0..255, see {@code QuantizedRtt}; 0 upstream
 * @param groupSizeCode 0..255, see {@code QuantizedGroupSize}; 0 upstream
 */
public record UftpHeader(
        ProtocolVersion version,
        Function function,
        int sequence,
        int sourceId,
        int groupId,
        int instance,
        int grttCode,
        int groupSizeCode) {
    /** Bytes on the wire. */
    public static final int LENGTH = 16;

    public UftpHeader {
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(function, "function");
        if ((sequence & ~0xFFFF) != 0) {
            throw new IllegalArgumentException("sequence " + sequence);
        }
        if (((instance | grttCode | groupSizeCode) & ~0xFF) != 0) {
            throw new IllegalArgumentException(
                    "instance " + instance + ", GRTT " + grttCode + ", size " + groupSizeCode);
        }
    }
}
