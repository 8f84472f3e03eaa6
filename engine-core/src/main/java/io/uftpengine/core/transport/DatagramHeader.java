package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;

/**
 * Reads the UFTP header of a datagram (protocol 5.2.1), for the data path: no objects, no index moved. The 16 bytes are
 * two longs, read once: each look into a buffer is a check of its bounds and of its life, and there are eight fields.
 */
final class DatagramHeader {
    private static final int BYTE = 0xFF;
    private static final int SHORT = 0xFFFF;

    private DatagramHeader() {}

    /** Version, function, sequence and source. */
    static long first(ByteBuf datagram, int start) {
        return datagram.getLong(start);
    }

    /** Group, instance, GRTT and group size. */
    static long second(ByteBuf datagram, int start) {
        return datagram.getLong(start + Long.BYTES);
    }

    static byte version(long first) {
        return (byte) (first >>> 56);
    }

    static int function(long first) {
        return (int) (first >>> 48) & BYTE;
    }

    static int sequence(long first) {
        return (int) (first >>> 32) & SHORT;
    }

    static int sourceId(long first) {
        return (int) first;
    }

    static int groupId(long second) {
        return (int) (second >>> 32);
    }

    static int instance(long second) {
        return (int) (second >>> 24) & BYTE;
    }

    static int grttCode(long second) {
        return (int) (second >>> 16) & BYTE;
    }

    static int groupSizeCode(long second) {
        return (int) (second >>> 8) & BYTE;
    }
}
