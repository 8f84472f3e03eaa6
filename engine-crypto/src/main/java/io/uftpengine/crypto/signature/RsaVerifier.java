package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.provider.Jca;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;

/** RSA, PKCS#1 v1.5 (wire facts T18). */
final class RsaVerifier implements Verifier {
    private final RSAPublicKey key;

    RsaVerifier(RSAPublicKey key) {
        this.key = key;
    }

    @Override
    public boolean isValid(HashAlgorithm hash, byte[] signature, byte[]... parts) {
        try {
            Signature verifier = Jca.rsa(hash);
            verifier.initVerify(key);
            for (byte[] part : parts) {
                verifier.update(part);
            }
            return verifier.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }
}
