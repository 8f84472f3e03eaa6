package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * A proxy's heartbeat to the proxy upstream (protocol 5.2.17).
 *
 * @param nonce from the challenge; 0 in the first request
 * @param keyBlob signature key of the proxy, or empty
 * @param signature of the nonce, or empty; together with the blob whole 32-bit words
 */
public record HbReq(int nonce, Bytes keyBlob, Bytes signature) implements Message {
    public HbReq {
        Unsigned.u16("keyBlob", keyBlob.length());
        Unsigned.u16("signature", signature.length());
    }

    @Override
    public Function function() {
        return Function.HB_REQ;
    }
}
