package io.uftpengine.core.config;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.Objects;
import java.util.Optional;

/**
 * How a sender protects its session.
 *
 * @param suite of every packet
 * @param hash of the key schedule and of signatures
 * @param curve of the key agreement, for this session only
 * @param key that the sender signs with; empty = one made for the session (EC, secp256r1), which nobody can know beforehand
 * @param clientAuth whether receivers have to prove keys of their own
 * @param pins the only keys of some receivers, checked with {@code clientAuth}
 */
public record SenderEncryption(
        CipherSuite suite,
        HashAlgorithm hash,
        EcCurve curve,
        Optional<SigningKey> key,
        boolean clientAuth,
        ReceiverPins pins) {
    /** The reference's defaults (wire facts 13.1). */
    public static final SenderEncryption DEFAULT = new SenderEncryption(
            CipherSuite.AES_256_GCM,
            HashAlgorithm.SHA256,
            EcCurve.SECP256R1,
            Optional.empty(),
            false,
            ReceiverPins.NONE);

    public SenderEncryption {
        Objects.requireNonNull(suite);
        Objects.requireNonNull(hash);
        Objects.requireNonNull(curve);
        Objects.requireNonNull(key);
        Objects.requireNonNull(pins);
    }

    /** The cipher, as {@code --cipher} names it. */
    public String cipherName() {
        return suite.optionName();
    }

    /** The same with another cipher. */
    public SenderEncryption withSuite(CipherSuite value) {
        return new SenderEncryption(value, hash, curve, key, clientAuth, pins);
    }

    /** The same signing with this key. */
    public SenderEncryption withKey(SigningKey value) {
        return new SenderEncryption(suite, hash, curve, Optional.of(value), clientAuth, pins);
    }

    /** The same demanding keys of receivers, of those in {@code value} these very keys. */
    public SenderEncryption withClientAuth(ReceiverPins value) {
        return new SenderEncryption(suite, hash, curve, key, true, value);
    }
}
