package io.uftpengine.crypto.keyblob;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import java.security.PublicKey;

/** A public key of either kind on the wire. Conversion to keys is here: the codec carries blobs as bytes and knows no keys. */
public final class PublicKeyBlob {
    /** Bytes of the longest blob: RSA 3072 (wire facts 14). */
    public static final int MAX_LENGTH = 392;

    private PublicKeyBlob() {}

    /** The key in a blob, an ECPublicKey or an RSAPublicKey, checked. */
    public static PublicKey decode(byte[] blob) throws CryptoFailure {
        if (blob.length == 0 || blob.length > MAX_LENGTH) {
            throw CryptoFailure.of(Reason.BAD_KEY_BLOB, blob.length + " bytes");
        }
        return switch (blob[0]) {
            case RsaKeyBlob.TYPE -> RsaKeyBlob.decode(blob);
            case EcKeyBlob.TYPE -> EcKeyBlob.decode(blob);
            default -> throw CryptoFailure.of(Reason.BAD_KEY_BLOB, "type " + blob[0]);
        };
    }
}
