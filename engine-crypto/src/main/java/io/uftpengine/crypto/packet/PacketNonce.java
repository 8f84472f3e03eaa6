package io.uftpengine.crypto.packet;

import io.uftpengine.crypto.api.CipherSuite;

/** The nonce of a packet: the iv with its last 8 bytes XORed with the counter, big-endian (wire facts T6). */
public final class PacketNonce {
    private PacketNonce() {}

    /** Writes {@link CipherSuite#NONCE_LENGTH} bytes to the start of {@code nonce}. */
    public static void write(byte[] iv, long counter, byte[] nonce) {
        int fixed = CipherSuite.NONCE_LENGTH - Long.BYTES;
        System.arraycopy(iv, 0, nonce, 0, fixed);
        for (int i = 0; i < Long.BYTES; i++) {
            int shift = (Long.BYTES - 1 - i) * Byte.SIZE;
            nonce[fixed + i] = (byte) (iv[fixed + i] ^ (byte) (counter >>> shift));
        }
    }
}
