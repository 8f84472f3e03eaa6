package io.uftpengine.crypto.packet;

import io.netty.buffer.ByteBuf;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.TrafficKeys;

/**
 * Opens with an AEAD cipher. The text appears in an array first: a packet that is not authentic must stay as it is, because
 * another key may be the right one, and some ciphers overwrite their output when they fail. Used by one thread.
 */
public final class AeadPacketOpener implements PacketOpener {
    private final AeadKey key;
    private final PacketScratch scratch;

    /** Copies the keys; the caller goes on owning {@code keys}. */
    public AeadPacketOpener(TrafficKeys keys) {
        this(keys, new PacketScratch());
    }

    /** Copies the keys. The arrays may be those of other openers of the same thread, and are wiped with each of them. */
    AeadPacketOpener(TrafficKeys keys, PacketScratch scratch) {
        this.key = new AeadKey(keys);
        this.scratch = scratch;
    }

    @Override
    public int open(ByteBuf packet, int aadIndex, int aadLength, int sealedIndex, int sealedLength, long counter)
            throws CryptoFailure {
        if (key.isDestroyed()) {
            throw CryptoFailure.of(Reason.DESTROYED);
        }
        int textLength = sealedLength - CipherSuite.TAG_LENGTH;
        if (textLength < 0 || !isInside(packet, sealedIndex, sealedLength) || !isInside(packet, aadIndex, aadLength)) {
            throw CryptoFailure.of(Reason.BAD_LENGTH);
        }
        byte[] aad = scratch.loadAad(packet, aadIndex, aadLength);
        byte[] text = scratch.output(textLength);
        byte[] sealed;
        int at;
        if (packet.hasArray()) {
            sealed = packet.array();
            at = packet.arrayOffset() + sealedIndex;
        } else {
            sealed = scratch.input(sealedLength);
            at = 0;
            packet.getBytes(sealedIndex, sealed, 0, sealedLength);
        }
        key.prepareNonce(counter);
        if (!key.aead.open(key.nonce, aad, 0, aadLength, sealed, at, sealedLength, text, 0)) {
            throw CryptoFailure.of(Reason.NOT_AUTHENTIC);
        }
        packet.setBytes(sealedIndex, text, 0, textLength);
        return textLength;
    }

    private static boolean isInside(ByteBuf packet, int index, int length) {
        return index >= 0 && length >= 0 && index <= packet.capacity() - length;
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
