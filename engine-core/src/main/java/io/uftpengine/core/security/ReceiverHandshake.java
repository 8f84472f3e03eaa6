package io.uftpengine.core.security;

import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.crypto.api.KeySchedule;
import io.uftpengine.crypto.signature.Verifier;

/**
 * What a receiver knows of a session once the ANNOUNCE is verified. Nothing in it is secret.
 *
 * @param sender judges the sender's signatures
 * @param serverContext SC
 * @param clientContext2 C2, which is C1 without client authentication
 */
record ReceiverHandshake(
        WireFormat format,
        KeySchedule schedule,
        Verifier sender,
        int senderId,
        byte[] serverContext,
        byte[] clientContext2) {}
