package io.uftpengine.crypto.provider;

import java.io.IOException;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8DecryptorProviderBuilder;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.bouncycastle.pkcs.PKCSException;

/** Opens password-protected PKCS#8, in every form that openssl writes; the JDK knows only some of them. */
public final class Pkcs8Decryption {
    private Pkcs8Decryption() {}

    /**
     * The key inside.
     *
     * @param encrypted DER of an EncryptedPrivateKeyInfo
     * @throws IOException when it is malformed, of an unknown kind, or the password is wrong
     */
    public static PrivateKeyInfo decrypt(byte[] encrypted, char[] password) throws IOException {
        try {
            InputDecryptorProvider decryptor = new JceOpenSSLPKCS8DecryptorProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(password);
            return new PKCS8EncryptedPrivateKeyInfo(encrypted).decryptPrivateKeyInfo(decryptor);
        } catch (OperatorCreationException | PKCSException e) {
            throw new IOException("cannot be decrypted", e);
        }
    }
}
