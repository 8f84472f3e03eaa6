package io.uftpengine.crypto.api;

import io.netty.buffer.ByteBuf;

/** Authenticates and decrypts incoming packets where they lie, under one key. Used by one thread. */
public interface PacketOpener {
    /**
     * Replaces ciphertext and tag at {@code sealedIndex} by the text, in place and in the same order; the tag's bytes stay.
     * Moves no index. Checks no replay: that is the {@link ReplayWindow}'s, afterwards.
     *
     * @param aadIndex start of the clear header
     * @param aadLength of the clear header, bytes
     * @param sealedLength ciphertext and tag, bytes
     * @param counter as the packet carries it, any 64 bits
     * @return length of the text: {@code sealedLength - }{@link CipherSuite#TAG_LENGTH}
     * @throws CryptoFailure when it is not authentic, too short, or after {@link #destroy}; the packet is then unchanged, so
     *     that another key may be tried on it
     */
    int open(ByteBuf packet, int aadIndex, int aadLength, int sealedIndex, int sealedLength, long counter)
            throws CryptoFailure;

    /** Whether opening a packet takes so long that it must not be done on an event loop. */
    boolean isBlocking();

    /** Overwrites our copy of the key. Afterwards nothing can be opened. May be called again. */
    void destroy();
}
