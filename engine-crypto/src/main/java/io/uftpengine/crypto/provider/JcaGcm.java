package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.CipherSuite;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM of the platform, on heap arrays, where the JDK is faster than on direct buffers. */
final class JcaGcm implements Aead {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int TAG_BITS = CipherSuite.TAG_LENGTH * Byte.SIZE;

    private final RawKey key;
    private Cipher cipher;

    JcaGcm(byte[] key) {
        this.key = new RawKey("AES", key);
        this.cipher = Jca.cipher(TRANSFORMATION);
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
        process(Cipher.ENCRYPT_MODE, nonce, aad, aadOffset, aadLength, in, inOffset, length, out, outOffset);
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
        return process(Cipher.DECRYPT_MODE, nonce, aad, aadOffset, aadLength, in, inOffset, length, out, outOffset);
    }

    /** False when a tag is wrong. */
    private boolean process(
            int mode,
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
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(aad, aadOffset, aadLength);
            cipher.doFinal(in, inOffset, length, out, outOffset);
            return true;
        } catch (AEADBadTagException notAuthentic) {
            return false;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("AES-GCM refuses its input", impossible);
        }
    }

    /** The key is overwritten; the cipher that expanded it can only be dropped. */
    @Override
    public void destroy() {
        key.destroy();
        cipher = null;
    }
}
