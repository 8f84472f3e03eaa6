package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.provider.Jca;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.Signature;

/**
 * ECDSA: 2-byte length of r, 2-byte length of s, r, s, zeros up to a word (wire facts T17). Like the reference 5.x, r and s
 * are always as long as the field; on the three curves no padding is then needed.
 */
final class EcdsaSigner implements Signer {
    private final SigningKey key;
    private final int halfLength;
    private final int length;

    EcdsaSigner(SigningKey key) {
        this.key = key;
        this.halfLength = key.spec().curve().coordinateLength();
        this.length = key.spec().curve().blobLength();
    }

    @Override
    public int signatureLength() {
        return length;
    }

    @Override
    public byte[] blob() {
        return key.blob();
    }

    @Override
    public byte[] sign(HashAlgorithm hash, byte[]... parts) throws CryptoFailure {
        try {
            Signature signature = Jca.ecdsa(hash);
            signature.initSign(key.ecPrivateKey());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return ByteBuffer.allocate(length)
                    .putShort((short) halfLength)
                    .putShort((short) halfLength)
                    .put(signature.sign())
                    .array();
        } catch (GeneralSecurityException e) {
            throw CryptoFailure.of(Reason.CANNOT_SIGN, e.getMessage());
        }
    }
}
