package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * A receiver proves its identity (protocol 5.2.5); in protocol 5 only inside ENCRYPTED.
 *
 * @param keyBlob signature key of the receiver
 * @param signature over the handshake; together with the blob whole 32-bit words
 */
public record ClientKey(Bytes keyBlob, Bytes signature) implements Message {
    public ClientKey {
        Unsigned.u16("keyBlob", keyBlob.length());
        Unsigned.u16("signature", signature.length());
    }

    @Override
    public Function function() {
        return Function.CLIENT_KEY;
    }
}
