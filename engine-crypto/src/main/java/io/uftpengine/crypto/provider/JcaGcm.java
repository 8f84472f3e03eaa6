package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.CipherSuite;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM of the platform, on heap arrays, where the JDK is faster than on direct buffers. */
final class JcaGcm implements Aead {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";

    private Cipher cipher;
    private SecretKey key;

    JcaGcm(byte[] key) {
        this.cipher = Jca.cipher(TRANSFORMATION);
        this.key = new SecretKeySpec(key, "AES");
    }

    @Override
    public void seal(
            byte[] nonce,
            byte[] aad,
            int aadOffset,
            int aadLength,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset) {
        try {
            init(Cipher.ENCRYPT_MODE, nonce);
            cipher.updateAAD(aad, aadOffset, aadLength);
            cipher.doFinal(in, inOffset, length, out, outOffset);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM refuses to seal", impossible);
        }
    }

    @Override
    public boolean open(
            byte[] nonce,
            byte[] aad,
            int aadOffset,
            int aadLength,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset) {
        try {
            init(Cipher.DECRYPT_MODE, nonce);
            cipher.updateAAD(aad, aadOffset, aadLength);
            cipher.doFinal(in, inOffset, length, out, outOffset);
            return true;
        } catch (AEADBadTagException notAuthentic) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM refuses to open", impossible);
        }
    }

    private void init(int mode, byte[] nonce) throws GeneralSecurityException {
        cipher.init(mode, key, new GCMParameterSpec(CipherSuite.TAG_LENGTH * Byte.SIZE, nonce));
    }

    /** A key of the JDK cannot be overwritten: it is dropped, together with the cipher that expanded it. */
    @Override
    public void destroy() {
        cipher = null;
        key = null;
    }
}
