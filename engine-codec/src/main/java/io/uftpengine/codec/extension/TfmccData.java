package io.uftpengine.codec.extension;

import io.uftpengine.codec.field.Unsigned;

/**
 * EXT_TFMCC_DATA_INFO of a FILESEG (protocol 5.2.11.1).
 *
 * @param sendRateCode current rate of the sender, see {@code QuantizedRate}
 * @param ccSequence 0..65535, number of the feedback round
 * @param ccRateCode suppression rate: only receivers below it answer
 */
public record TfmccData(int sendRateCode, int ccSequence, int ccRateCode) implements HeaderExtension {
    public static final int TYPE = 2;

    /** Bytes on the wire, type and length included. */
    public static final int LENGTH = 8;

    public TfmccData {
        Unsigned.u16("sendRateCode", sendRateCode);
        Unsigned.u16("ccSequence", ccSequence);
        Unsigned.u16("ccRateCode", ccRateCode);
    }

    @Override
    public int type() {
        return TYPE;
    }
}
