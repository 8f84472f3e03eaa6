package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Inbound;
import java.net.InetSocketAddress;

/**
 * A datagram on its way that is no FILESEG of the sender.
 *
 * @param in what it says when it is in the clear, the same for everybody; null when it is sealed or malformed
 * @param bytes the whole UDP payload; null in sessions without encryption, where nobody needs it. Not to be changed
 * @param length UDP payload length, bytes
 * @param from address that it claims to come from
 */
record Datagram(Inbound in, byte[] bytes, int length, InetSocketAddress from) {
    private static final int FUNCTION = 1;
    private static final int SOURCE_ID = 4;
    private static final int GROUP_ID = 8;
    private static final int INSTANCE = 12;

    /** The function in the clear header. */
    int outerFunction() {
        return in == null ? octet(FUNCTION) : in.header().function().code();
    }

    int sourceId() {
        return in == null ? word(SOURCE_ID) : in.header().sourceId();
    }

    int groupId() {
        return in == null ? word(GROUP_ID) : in.header().groupId();
    }

    int instance() {
        return in == null ? octet(INSTANCE) : in.header().instance();
    }

    private int octet(int at) {
        return bytes.length > at ? bytes[at] & 0xFF : 0;
    }

    private int word(int at) {
        return octet(at) << 24 | octet(at + 1) << 16 | octet(at + 2) << 8 | octet(at + 3);
    }
}
