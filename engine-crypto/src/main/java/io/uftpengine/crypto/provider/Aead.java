package io.uftpengine.crypto.provider;

/** An AEAD cipher with one key, on arrays. Used by one thread. A nonce never seals twice: that is the caller's duty. */
public interface Aead {
    /**
     * Encrypts {@code length} bytes and appends the tag. {@code out} may be {@code in} at the same offset.
     *
     * @param out takes {@code length + }{@link io.uftpengine.crypto.api.CipherSuite#TAG_LENGTH} bytes
     */
    void seal(
            byte[] nonce,
            byte[] aad,
            int aadOffset,
            int aadLength,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset);

    /**
     * Decrypts ciphertext and tag, {@code length} bytes together and at least a tag.
     *
     * @param out another array than {@code in}; holds nothing of use when this returns false
     * @return whether the packet is authentic
     */
    boolean open(
            byte[] nonce,
            byte[] aad,
            int aadOffset,
            int aadLength,
            byte[] in,
            int inOffset,
            int length,
            byte[] out,
            int outOffset);

    /** Overwrites or drops the key. Nothing may be called afterwards, but this. */
    void destroy();
}
