package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Unsigned;
import java.util.List;

/**
 * Starts a TFMCC feedback round (protocol 5.2.20). It has no extensions: receivers read the items at a fixed offset (T13).
 *
 * @param ccSequence 0..65535, number of the round
 * @param rateCode suppression rate, see {@code QuantizedRate}
 * @param timestampMicros sender's clock, microseconds since 1970
 * @param items round-trip times for some receivers
 */
public record CongCtrl(int ccSequence, int rateCode, long timestampMicros, List<Item> items) implements Message {
    /**
     * @param receiverId for whom
     * @param flags {@code TfmccAck.FLAG_*}, 0..255
     * @param rttCode 0..255, see {@code QuantizedRtt}
     */
    public record Item(int receiverId, int flags, int rttCode) {
        /** Bytes of an item on the wire. */
        public static final int LENGTH = 8;

        public Item {
            Unsigned.u8("flags", flags);
            Unsigned.u8("rttCode", rttCode);
        }
    }

    public CongCtrl {
        Unsigned.u16("ccSequence", ccSequence);
        Unsigned.u16("rateCode", rateCode);
        items = List.copyOf(items);
    }

    @Override
    public Function function() {
        return Function.CONG_CTRL;
    }
}
