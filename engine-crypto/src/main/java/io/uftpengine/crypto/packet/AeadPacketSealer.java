package io.uftpengine.crypto.packet;

import io.netty.buffer.ByteBuf;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketSealer;
import io.uftpengine.crypto.api.TrafficKeys;

/** Seals with an AEAD cipher. A heap buffer is worked on in place, any other through an array. Used by one thread. */
public final class AeadPacketSealer implements PacketSealer {
    private final AeadKey key;
    private final PacketScratch scratch = new PacketScratch();
    private long lastCounter;

    /** Copies the keys; the caller goes on owning {@code keys}. */
    public AeadPacketSealer(TrafficKeys keys) {
        this.key = new AeadKey(keys);
    }

    @Override
    public void seal(ByteBuf packet, int aadIndex, int aadLength, int textIndex, int textLength, long counter)
            throws CryptoFailure {
        if (key.isDestroyed()) {
            throw CryptoFailure.of(Reason.DESTROYED);
        }
        if (counter <= lastCounter) {
            throw CryptoFailure.of(Reason.COUNTER_NOT_INCREASING);
        }
        int sealedLength = textLength + CipherSuite.TAG_LENGTH;
        if (textIndex < 0 || textLength < 0 || textIndex > packet.capacity() - sealedLength) {
            throw new IndexOutOfBoundsException(
                    "no room for " + sealedLength + " bytes at " + textIndex + " of " + packet.capacity());
        }
        byte[] aad = scratch.loadAad(packet, aadIndex, aadLength);
        // From here on the counter counts as used, whatever happens.
        lastCounter = counter;
        key.prepareNonce(counter);
        if (packet.hasArray()) {
            byte[] array = packet.array();
            int at = packet.arrayOffset() + textIndex;
            key.aead.seal(key.nonce, aad, 0, aadLength, array, at, textLength, array, at);
        } else {
            byte[] text = scratch.input(textLength);
            byte[] sealed = scratch.output(sealedLength);
            packet.getBytes(textIndex, text, 0, textLength);
            key.aead.seal(key.nonce, aad, 0, aadLength, text, 0, textLength, sealed, 0);
            packet.setBytes(textIndex, sealed, 0, sealedLength);
        }
    }

    @Override
    public boolean isBlocking() {
        return false;
    }

    @Override
    public void destroy() {
        key.destroy();
        scratch.wipe();
    }
}
