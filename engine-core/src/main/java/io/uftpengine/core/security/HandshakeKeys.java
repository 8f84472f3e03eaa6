package io.uftpengine.core.security;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.v5.Premaster;

/**
 * What follows from the ECDH of a sender with one receiver.
 *
 * @param clientContext1 C1, what the keys are bound to
 * @param server wraps the group master
 * @param client of the receiver's packets before it has the group master; null when it sends none, which is so without client
 *     authentication
 */
record HandshakeKeys(byte[] clientContext1, TrafficKeys server, TrafficKeys client) {
    /** Agrees; fails when the other one's key is no good. */
    static HandshakeKeys agree(
            KeySchedule schedule, EphemeralKey own, byte[] peerBlob, byte[] clientContext1, boolean clientAuth)
            throws CryptoFailure {
        SecretBytes shared = own.agree(peerBlob);
        SecretBytes premaster = Premaster.of(shared);
        try {
            return new HandshakeKeys(
                    clientContext1,
                    schedule.serverHandshakeKeys(premaster, clientContext1),
                    clientAuth ? schedule.clientHandshakeKeys(premaster, clientContext1) : null);
        } finally {
            shared.destroy();
            premaster.destroy();
        }
    }

    void destroy() {
        server.destroy();
        if (client != null) {
            client.destroy();
        }
    }
}
