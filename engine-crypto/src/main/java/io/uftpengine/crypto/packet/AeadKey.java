package io.uftpengine.crypto.packet;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.provider.Aead;
import io.uftpengine.crypto.provider.Aeads;
import java.util.Arrays;

/** One key with its nonce salt. Used by one thread. */
final class AeadKey {
    final Aead aead;
    final byte[] nonce = new byte[CipherSuite.NONCE_LENGTH];

    private final byte[] iv;
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

    void destroy() {
        if (!isDestroyed) {
            isDestroyed = true;
            aead.destroy();
            Arrays.fill(iv, (byte) 0);
            Arrays.fill(nonce, (byte) 0);
        }
    }
}
