package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.CipherSuite;
import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.modes.CCMBlockCipher;
import org.bouncycastle.crypto.modes.CCMModeCipher;
import org.bouncycastle.crypto.params.AEADParameters;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * AES-CCM of Bouncy Castle's lightweight API: no JDK has it. A nonce of 12 bytes gives a length field of 3 (wire facts
 * 6.1).
 */
final class BcCcm implements Aead {
    private final CCMModeCipher cipher = CCMBlockCipher.newInstance(AESEngine.newInstance());
    private final KeyParameter key;

    BcCcm(byte[] key) {
        this.key = new KeyParameter(key);
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
            process(true, nonce, aad, aadOffset, aadLength, in, inOffset, length, out, outOffset);
        } catch (InvalidCipherTextException impossible) {
            throw new IllegalStateException("AES-CCM refuses to seal", impossible);
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
            process(false, nonce, aad, aadOffset, aadLength, in, inOffset, length, out, outOffset);
            return true;
        } catch (InvalidCipherTextException notAuthentic) {
            // CCM decrypts before it knows: nobody may see that.
            Arrays.fill(out, outOffset, outOffset + length - CipherSuite.TAG_LENGTH, (byte) 0);
            return false;
        }
    }

    private void process(
            boolean isSealing,
            byte[] nonce,
            byte[] aad,
            int aadOffset,
            int aadLength,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset)
            throws InvalidCipherTextException {
        byte[] header = Arrays.copyOfRange(aad, aadOffset, aadOffset + aadLength);
        cipher.init(isSealing, new AEADParameters(key, CipherSuite.TAG_LENGTH * Byte.SIZE, nonce, header));
        ((CCMBlockCipher) cipher).processPacket(in, inOffset, length, out, outOffset);
    }

    /** The expanded key inside the engine goes with this object. */
    @Override
    public void destroy() {
        Arrays.fill(key.getKey(), (byte) 0);
        cipher.reset();
    }
}
