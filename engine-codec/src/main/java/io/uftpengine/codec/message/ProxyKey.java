package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * A response proxy's keys (protocol 5.2.19); all empty in an unencrypted session (wire facts 6.7).
 *
 * @param keyBlob signature key of the proxy
 * @param ecdhBlob ephemeral key of the proxy
 * @param signature over the key exchange; together with the blobs whole 32-bit words
 */
public record ProxyKey(Bytes keyBlob, Bytes ecdhBlob, Bytes signature) implements Message {
    public ProxyKey {
        Unsigned.u16("keyBlob", keyBlob.length());
        Unsigned.u16("ecdhBlob", ecdhBlob.length());
        Unsigned.u16("signature", signature.length());
    }

    @Override
    public Function function() {
        return Function.PROXY_KEY;
    }
}
