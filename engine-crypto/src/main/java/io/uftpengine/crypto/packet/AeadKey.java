package io.uftpengine.crypto.packet;

import io.netty.buffer.ByteBuf;
import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.provider.Aead;
import io.uftpengine.crypto.provider.Aeads;
import java.util.Arrays;

/** One key with its nonce salt and the arrays that its packets pass through. Used by one thread. */
final class AeadKey {
    /** No packet is longer: UDP. */
    private static final int MAX_SCRATCH = 65_536;

    private static final int MIN_SCRATCH = 2_048;

    final Aead aead;
    final byte[] nonce = new byte[CipherSuite.NONCE_LENGTH];

    private final byte[] iv;
    private byte[] aad = new byte[32];
    private byte[] input = new byte[0];
    private byte[] output = new byte[0];
    private boolean isDestroyed;

    /** Copies the keys. */
    AeadKey(TrafficKeys keys) {
        this.aead = Aeads.create(keys.suite(), keys.key().exposed());
        this.iv = keys.iv().exposed().clone();
    }

    boolean isDestroyed() {
        return isDestroyed;
    }

    void prepareNonce(long counter) {
        PacketNonce.write(iv, counter, nonce);
    }

    /** The clear header, from the start of the array that is returned. */
    byte[] loadAad(ByteBuf packet, int index, int length) {
        aad = atLeast(aad, length);
        packet.getBytes(index, aad, 0, length);
        return aad;
    }

    /** Room for that many bytes on their way in. */
    byte[] input(int length) {
        input = atLeast(input, length);
        return input;
    }

    /** Room for that many bytes on their way out. */
    byte[] output(int length) {
        output = atLeast(output, length);
        return output;
    }

    private static byte[] atLeast(byte[] array, int length) {
        if (length <= array.length) {
            return array;
        }
        if (length > MAX_SCRATCH) {
            throw new IndexOutOfBoundsException("no packet has " + length + " bytes");
        }
        return new byte[Math.min(MAX_SCRATCH, Math.max(MIN_SCRATCH, Integer.highestOneBit(length - 1) << 1))];
    }

    void destroy() {
        if (!isDestroyed) {
            isDestroyed = true;
            aead.destroy();
            Arrays.fill(iv, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
            Arrays.fill(input, (byte) 0);
            Arrays.fill(output, (byte) 0);
        }
    }
}
