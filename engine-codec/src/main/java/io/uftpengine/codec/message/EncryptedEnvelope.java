package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * A sealed message (protocol 5.2.2).
 *
 * @param counter nonce counter, unsigned 64 bits
 * @param payload ciphertext and tag, of any length (T7)
 */
public record EncryptedEnvelope(long counter, Bytes payload) implements Message {
    public EncryptedEnvelope {
        Unsigned.u16("payload", payload.length());
    }

    @Override
    public Function function() {
        return Function.ENCRYPTED;
    }
}
