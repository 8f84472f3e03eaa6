package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import java.util.Objects;

/**
 * A receiver or proxy answers an ANNOUNCE (protocol 5.2.4).
 *
 * @param echoedMicros timestamp of the ANNOUNCE plus the time since (wire facts 2.4)
 * @param random 32 bytes, all zero without encryption
 * @param keyMaterial EC key blob of the receiver (protocol 4: or RSA ciphertext), empty without encryption; whole 32-bit words
 * @param receivers whom a proxy registers; empty from a receiver
 */
public record Register(long echoedMicros, Bytes random, Bytes keyMaterial, IdList receivers) implements Message {
    public static final int RANDOM_LENGTH = 32;

    public Register {
        if (random.length() != RANDOM_LENGTH) {
            throw new IllegalArgumentException("random of " + random.length() + " bytes");
        }
        Unsigned.u16("keyMaterial", keyMaterial.length());
        Objects.requireNonNull(receivers, "receivers");
    }

    /** A REGISTER of an unencrypted session. */
    public static Register clear(long echoedMicros, IdList receivers) {
        return new Register(echoedMicros, Bytes.zeros(RANDOM_LENGTH), Bytes.EMPTY, receivers);
    }

    @Override
    public Function function() {
        return Function.REGISTER;
    }
}
