package io.uftpengine.core.transport;

import io.netty.buffer.ByteBuf;

/** Reads the UFTP header of a datagram in place (protocol 5.2.1), for the data path: no objects, no index moved. */
final class DatagramHeader {
    private DatagramHeader() {}

    static int function(ByteBuf datagram, int start) {
        return datagram.getUnsignedByte(start + 1);
    }

    static int sequence(ByteBuf datagram, int start) {
        return datagram.getUnsignedShort(start + 2);
    }

    static int sourceId(ByteBuf datagram, int start) {
        return datagram.getInt(start + 4);
    }

    static int groupId(ByteBuf datagram, int start) {
        return datagram.getInt(start + 8);
    }

    static int instance(ByteBuf datagram, int start) {
        return datagram.getUnsignedByte(start + 12);
    }

    static int grttCode(ByteBuf datagram, int start) {
        return datagram.getUnsignedByte(start + 13);
    }

    static int groupSizeCode(ByteBuf datagram, int start) {
        return datagram.getUnsignedByte(start + 14);
    }
}
