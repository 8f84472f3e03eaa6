package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * A receiver has the group master (protocol 5.2.8).
 *
 * @param verifyData whole 32-bit words
 */
public record KeyInfoAck(Bytes verifyData) implements Message {
    public KeyInfoAck {
        Unsigned.u16("verifyData", verifyData.length());
    }

    @Override
    public Function function() {
        return Function.KEYINFO_ACK;
    }
}
