package io.uftpengine.codec.extension;

import io.uftpengine.codec.field.Unsigned;

/**
 * EXT_TFMCC_ACK_INFO of a STATUS or CC_ACK (protocol 5.2.13.1).
 *
 * @param flags {@code FLAG_*}, 0..255
 * @param ccSequence 0..65535, last feedback round seen
 * @param rateCode rate of this receiver, see {@code QuantizedRate}
 * @param receiverId whose feedback it is, also behind a proxy
 * @param echoedMicros last sender timestamp plus the time since (wire facts 2.4)
 */
public record TfmccAck(int flags, int ccSequence, int rateCode, int receiverId, long echoedMicros)
        implements HeaderExtension {
    public static final int TYPE = 3;

    /** Bytes on the wire, type and length included. */
    public static final int LENGTH = 20;

    public static final int FLAG_CLR = 0x01;
    public static final int FLAG_RTT = 0x02;
    public static final int FLAG_START = 0x04;
    public static final int FLAG_LEAVE = 0x08;

    public TfmccAck {
        Unsigned.u8("flags", flags);
        Unsigned.u16("ccSequence", ccSequence);
        Unsigned.u16("rateCode", rateCode);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
