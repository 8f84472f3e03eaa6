package io.uftpengine.crypto.api;

import io.netty.buffer.ByteBuf;

/** Encrypts and authenticates outgoing packets where they lie, under one key. Used by one thread. */
public interface PacketSealer {
    /**
     * Replaces the text at {@code textIndex} by ciphertext and tag; {@code textLength + }{@link CipherSuite#TAG_LENGTH} bytes
     * from there must be writable with {@code setBytes}. Moves no index.
     *
     * @param aadIndex start of the clear header, which is authenticated as it stands: counter and payload length (tag
     *     included) have to be in it already
     * @param aadLength of the clear header, bytes
     * @param counter above every counter used with this sealer before; see {@code PacketCounter}
     * @throws CryptoFailure when the counter would repeat, or after {@link #destroy}; the packet is then unchanged
     * @throws IndexOutOfBoundsException when a range is outside the buffer
     */
    void seal(ByteBuf packet, int aadIndex, int aadLength, int textIndex, int textLength, long counter)
            throws CryptoFailure;

    /** Whether sealing a packet takes so long that it must not be done on an event loop. */
    boolean isBlocking();

    /** Overwrites our copy of the key. Afterwards nothing can be sealed. May be called again. */
    void destroy();
}
