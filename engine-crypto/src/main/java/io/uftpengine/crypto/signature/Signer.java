package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.HashAlgorithm;

/** Makes signatures in wire form with one key. Takes the better part of a millisecond: not for an event loop. Thread-safe. */
public interface Signer {
    /** The signer of that kind of key; it works until the key is destroyed. */
    static Signer of(SigningKey key) {
        return key.spec().isRsa() ? new RsaSigner(key) : new EcdsaSigner(key);
    }

    /** Bytes, always the same; a multiple of 4. */
    int signatureLength();

    /** A copy of the public key, as the wire has it. */
    byte[] blob();

    /** A signature over the parts, one after the other. */
    byte[] sign(HashAlgorithm hash, byte[]... parts) throws CryptoFailure;
}
