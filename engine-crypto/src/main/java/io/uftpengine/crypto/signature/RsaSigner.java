package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.provider.Jca;
import java.security.GeneralSecurityException;
import java.security.Signature;

/** RSA, PKCS#1 v1.5, as long as the modulus (wire facts T18). */
final class RsaSigner implements Signer {
    private final SigningKey key;

    RsaSigner(SigningKey key) {
        this.key = key;
    }

    @Override
    public int signatureLength() {
        return key.spec().rsaBits() / Byte.SIZE;
    }

    @Override
    public byte[] blob() {
        return key.blob();
    }

    @Override
    public byte[] sign(HashAlgorithm hash, byte[]... parts) throws CryptoFailure {
        try {
            Signature signature = Jca.rsa(hash);
            signature.initSign(key.rsaPrivateKey());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw CryptoFailure.of(Reason.CANNOT_SIGN, e.getMessage());
        }
    }
}
