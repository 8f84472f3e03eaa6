package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.keyblob.PublicKeyBlob;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;

/** Checks signatures in wire form against one public key. Not for an event loop. Thread-safe. */
public interface Verifier {
    /**
     * The verifier for a key blob from the wire.
     *
     * @throws CryptoFailure when the blob is malformed or the key is none
     */
    static Verifier of(byte[] blob) throws CryptoFailure {
        PublicKey key = PublicKeyBlob.decode(blob);
        return key instanceof RSAPublicKey rsa ? new RsaVerifier(rsa) : new EcdsaVerifier((ECPublicKey) key);
    }

    /** Whether {@code signature} is one of the parts, one after the other. False for anything malformed. */
    boolean isValid(HashAlgorithm hash, byte[] signature, byte[]... parts);
}
