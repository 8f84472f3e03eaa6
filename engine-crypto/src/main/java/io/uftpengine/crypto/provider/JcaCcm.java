package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.CipherSuite;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-CCM (RFC 3610, NIST SP 800-38C) out of the platform's AES-CTR and AES-CBC, both of which have intrinsics; no JDK has CCM
 * itself. A nonce of 12 bytes gives a length field of 3 (wire facts 6.1), tags have 16 bytes.
 *
 * <p>CBC over the formatted input, of which the last block counts, is the CBC-MAC. Counter block 0 masks the tag, those from
 * 1 on the text. The text of a packet stays in here until its tag has proved right.
 */
final class JcaCcm implements Aead {
    private static final int BLOCK = 16;
    private static final int TAG = CipherSuite.TAG_LENGTH;
    private static final int LENGTH_FIELD = BLOCK - 1 - CipherSuite.NONCE_LENGTH;
    private static final int LENGTH_AT = BLOCK - LENGTH_FIELD;
    private static final byte COUNTER_FLAGS = LENGTH_FIELD - 1;
    /** Of block B0, for a packet with additional data. */
    private static final byte B0_FLAGS = 1 << 6 | (TAG - 2) / 2 << 3 | LENGTH_FIELD - 1;
    /** Of block B0, for one without. */
    private static final byte B0_FLAGS_NO_AAD = (TAG - 2) / 2 << 3 | LENGTH_FIELD - 1;

    private static final int AAD_LENGTH_FIELD = 2;
    /** From here on the length of the additional data would be written in another form. */
    private static final int MAX_AAD = 0xFF00 - 1;

    private static final int MAX_TEXT = (1 << LENGTH_FIELD * Byte.SIZE) - 1;

    private final RawKey key;
    private final byte[] counterBlock = new byte[BLOCK];
    private final byte[] mac = new byte[TAG];
    private final byte[] tag = new byte[TAG];
    /** Block B0, additional data and text, each padded with zeros to whole blocks. */
    private byte[] formatted = new byte[0];

    private byte[] chained = new byte[0];
    private Cipher chain;
    private Cipher counter;

    JcaCcm(byte[] key) {
        this.key = new RawKey("AES", key);
        this.counter = Jca.cipher("AES/CTR/NoPadding");
        this.chain = Jca.cipher("AES/CBC/NoPadding");
        try {
            // Each doFinal brings it back to this state.
            chain.init(Cipher.ENCRYPT_MODE, this.key, new IvParameterSpec(new byte[BLOCK]));
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
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
            int textAt = format(nonce, aad, aadOffset, aadLength, length);
            System.arraycopy(in, inOffset, formatted, textAt, length);
            authenticate(textAt, length);
            startCounter(nonce);
            counter.update(mac, 0, TAG, tag, 0);
            counter.doFinal(formatted, textAt, length, out, outOffset);
            System.arraycopy(tag, 0, out, outOffset + length, TAG);
        } catch (GeneralSecurityException e) {
            throw refused(e);
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
        int textLength = length - TAG;
        try {
            int textAt = format(nonce, aad, aadOffset, aadLength, textLength);
            startCounter(nonce);
            counter.update(in, inOffset + textLength, TAG, tag, 0);
            counter.doFinal(in, inOffset, textLength, formatted, textAt);
            authenticate(textAt, textLength);
            if (!MessageDigest.isEqual(mac, tag)) {
                Arrays.fill(formatted, textAt, textAt + textLength, (byte) 0);
                return false;
            }
            System.arraycopy(formatted, textAt, out, outOffset, textLength);
            return true;
        } catch (GeneralSecurityException e) {
            throw refused(e);
        }
    }

    private static IllegalStateException refused(GeneralSecurityException impossible) {
        return new IllegalStateException("AES-CCM refuses its input", impossible);
    }

    /**
     * All of the formatted input but the text (SP 800-38C A.2).
     *
     * @return where the text belongs
     */
    private int format(byte[] nonce, byte[] aad, int aadOffset, int aadLength, int textLength) {
        if (textLength < 0 || aadLength > MAX_AAD || textLength > MAX_TEXT) {
            throw new IllegalArgumentException("CCM takes no " + aadLength + " and " + textLength + " bytes");
        }
        int textAt = BLOCK + (aadLength == 0 ? 0 : wholeBlocks(AAD_LENGTH_FIELD + aadLength));
        int end = textAt + wholeBlocks(textLength);
        if (formatted.length < end) {
            wipe();
            formatted = new byte[end];
            chained = new byte[end];
        }
        formatted[0] = aadLength == 0 ? B0_FLAGS_NO_AAD : B0_FLAGS;
        System.arraycopy(nonce, 0, formatted, 1, CipherSuite.NONCE_LENGTH);
        for (int i = 0; i < LENGTH_FIELD; i++) {
            formatted[LENGTH_AT + i] = (byte) (textLength >> (LENGTH_FIELD - 1 - i) * Byte.SIZE);
        }
        if (aadLength > 0) {
            int aadAt = BLOCK + AAD_LENGTH_FIELD;
            formatted[BLOCK] = (byte) (aadLength >> Byte.SIZE);
            formatted[BLOCK + 1] = (byte) aadLength;
            System.arraycopy(aad, aadOffset, formatted, aadAt, aadLength);
            Arrays.fill(formatted, aadAt + aadLength, textAt, (byte) 0);
        }
        Arrays.fill(formatted, textAt + textLength, end, (byte) 0);
        return textAt;
    }

    private static int wholeBlocks(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /** The tag before it is masked (SP 800-38C 6.1, steps 1 to 4). */
    private void authenticate(int textAt, int textLength) throws GeneralSecurityException {
        int end = textAt + wholeBlocks(textLength);
        chain.doFinal(formatted, 0, end, chained, 0);
        System.arraycopy(chained, end - BLOCK, mac, 0, TAG);
    }

    /** The first block that passes through {@link #counter} afterwards is the tag. */
    private void startCounter(byte[] nonce) throws GeneralSecurityException {
        counterBlock[0] = COUNTER_FLAGS;
        System.arraycopy(nonce, 0, counterBlock, 1, CipherSuite.NONCE_LENGTH);
        counter.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counterBlock));
    }

    /** Both hold the text, or what leads to it. */
    private void wipe() {
        Arrays.fill(formatted, (byte) 0);
        Arrays.fill(chained, (byte) 0);
    }

    /** Key and texts are overwritten; the ciphers that expanded the key can only be dropped. */
    @Override
    public void destroy() {
        key.destroy();
        wipe();
        Arrays.fill(mac, (byte) 0);
        Arrays.fill(tag, (byte) 0);
        chain = null;
        counter = null;
    }
}
