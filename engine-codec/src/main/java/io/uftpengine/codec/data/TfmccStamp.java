package io.uftpengine.codec.data;

/**
 * The three values of a FILESEG's TFMCC extension in one number, so that the data path hands them on without an object: send rate,
 * feedback round and suppression rate, 16 bits each (protocol 5.2.11.1).
 */
public final class TfmccStamp {
    /** The session has no congestion control, its FILESEGs no extension. */
    public static final long NONE = -1;

    private static final int FIELD_BITS = 16;
    private static final int FIELD_MASK = 0xFFFF;

    private TfmccStamp() {}

    /** @param sendRateCode 0..65535, as the others */
    public static long of(int sendRateCode, int ccSequence, int ccRateCode) {
        return (long) (sendRateCode & FIELD_MASK) << 2 * FIELD_BITS
                | (long) (ccSequence & FIELD_MASK) << FIELD_BITS
                | ccRateCode & FIELD_MASK;
    }

    /** The sender's rate, see {@code QuantizedRate}. */
    public static int sendRateCode(long stamp) {
        return (int) (stamp >> 2 * FIELD_BITS) & FIELD_MASK;
    }

    /** Number of the feedback round, 0..65535. */
    public static int ccSequence(long stamp) {
        return (int) (stamp >> FIELD_BITS) & FIELD_MASK;
    }

    /** The suppression rate, see {@code QuantizedRate}. */
    public static int ccRateCode(long stamp) {
        return (int) stamp & FIELD_MASK;
    }
}
