package io.uftpengine.core.security;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.SigningKey;

/**
 * What a sender's sessions are encrypted with.
 *
 * @param suite of all packets
 * @param hash of the key schedule and of the sender's signatures
 * @param curve of the ephemeral keys of both sides
 * @param key signs ANNOUNCE and KEYINFO; outlives the sessions
 * @param clientAuth receivers shall prove who they are with a CLIENT_KEY
 */
public record EncryptionSettings(
        CipherSuite suite, HashAlgorithm hash, EcCurve curve, SigningKey key, boolean clientAuth) {}
