package io.uftpengine.crypto.packet;

import io.netty.buffer.ByteBuf;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.PacketOpener;
import io.uftpengine.crypto.api.TrafficKeys;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Openers for very many keys that are seldom used: an opener keeps its key, 100 bytes or so, and has a cipher, which takes
 * kilobytes, only while it is among the {@value #MAX_CIPHERS} used last. Used by one thread.
 */
public final class OpenerPool {
    /** Ciphers at a time: about half a megabyte. */
    public static final int MAX_CIPHERS = 128;

    private final PacketScratch scratch = new PacketScratch();
    private final Map<Pooled, AeadPacketOpener> ciphers = new LinkedHashMap<>(2 * MAX_CIPHERS, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pooled, AeadPacketOpener> eldest) {
            if (size() <= MAX_CIPHERS) {
                return false;
            }
            eldest.getValue().destroy();
            return true;
        }
    };

    /** An opener with those keys, which it takes over. It is good until it is destroyed, each by itself. */
    public PacketOpener opener(TrafficKeys keys) {
        return new Pooled(keys);
    }

    /** Ciphers that exist now. */
    public int ciphers() {
        return ciphers.size();
    }

    private final class Pooled implements PacketOpener {
        private final TrafficKeys keys;
        private boolean isDestroyed;

        Pooled(TrafficKeys keys) {
            this.keys = keys;
        }

        @Override
        public int open(ByteBuf packet, int aadIndex, int aadLength, int sealedIndex, int sealedLength, long counter)
                throws CryptoFailure {
            if (isDestroyed) {
                throw CryptoFailure.of(Reason.DESTROYED);
            }
            AeadPacketOpener cipher = ciphers.get(this);
            if (cipher == null) {
                cipher = new AeadPacketOpener(keys, scratch);
                ciphers.put(this, cipher);
            }
            return cipher.open(packet, aadIndex, aadLength, sealedIndex, sealedLength, counter);
        }

        @Override
        public boolean isBlocking() {
            return false;
        }

        @Override
        public void destroy() {
            isDestroyed = true;
            keys.destroy();
            AeadPacketOpener cipher = ciphers.remove(this);
            if (cipher != null) {
                cipher.destroy();
            }
        }
    }
}
