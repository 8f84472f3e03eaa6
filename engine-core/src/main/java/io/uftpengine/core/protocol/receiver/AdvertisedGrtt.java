package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.field.QuantizedRtt;

/** The group round trip time and group size in force: what the sender's last packet said (wire facts 2.1, 2.2). */
final class AdvertisedGrtt {
    /** Changes up to this are not worth telling anybody (wire facts 8.4). */
    private static final long NOTABLE_CHANGE_NS = 1_000_000;

    private static final int CODE_MASK = 0xFF;

    private int code;
    private long ns;
    private long toldNs;
    private int groupSize;

    AdvertisedGrtt(int grttCode, int groupSizeCode) {
        code = grttCode & CODE_MASK;
        ns = QuantizedRtt.decodeNanos(code);
        toldNs = ns;
        groupSize = QuantizedGroupSize.decode(groupSizeCode & CODE_MASK);
    }

    /** Takes the values of a packet; true when the GRTT differs by more than 1 ms from what was last told. */
    boolean update(int grttCode, int groupSizeCode) {
        groupSize = QuantizedGroupSize.decode(groupSizeCode & CODE_MASK);
        if ((grttCode & CODE_MASK) == code) {
            return false;
        }
        code = grttCode & CODE_MASK;
        ns = QuantizedRtt.decodeNanos(code);
        if (Math.abs(ns - toldNs) <= NOTABLE_CHANGE_NS) {
            return false;
        }
        toldNs = ns;
        return true;
    }

    long ns() {
        return ns;
    }

    /** Receivers and proxies that the sender knows of; 0 when it does not know yet. */
    int groupSize() {
        return groupSize;
    }
}
