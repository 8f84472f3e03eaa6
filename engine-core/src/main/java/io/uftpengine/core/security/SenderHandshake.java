package io.uftpengine.core.security;

import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.signature.Signer;

/**
 * What a sender's key works share all session long, on any thread.
 *
 * @param serverContext SC; frozen, because the offer never changes (wire facts 6.3)
 * @param ephemeral the sender's half of every ECDH
 */
record SenderHandshake(
        WireFormat format,
        KeySchedule schedule,
        Signer signer,
        byte[] serverContext,
        EphemeralKey ephemeral,
        boolean clientAuth,
        ReceiverTrust trust) {
    HashAlgorithm hash() {
        return schedule.hash();
    }
}
