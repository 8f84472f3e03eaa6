package io.uftpengine.core.sim;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;

/**
 * How a simulated session is encrypted, and what key work costs its hosts. Immutable; every {@code with…} returns a changed copy.
 *
 * @param curve of ECDH and of all signatures
 * @param clientAuth receivers shall send CLIENT_KEY
 * @param keyOperationNs virtual time of one public-key operation (make a key, agree, sign, verify); every host does one after the
 *     other
 * @param keyJitter how much longer it may take, as a part of {@code keyOperationNs}
 */
public record SimEncryption(
        CipherSuite suite,
        HashAlgorithm hash,
        EcCurve curve,
        boolean clientAuth,
        long keyOperationNs,
        double keyJitter) {
    private static final long DEFAULT_KEY_OPERATION_NS = 300_000;
    private static final double DEFAULT_KEY_JITTER = 0.2;

    /** What {@code send} does by default: AES-256-GCM, SHA-256, P-256, any receiver. */
    public static final SimEncryption DEFAULT = new SimEncryption(
            CipherSuite.AES_256_GCM,
            HashAlgorithm.SHA256,
            EcCurve.SECP256R1,
            false,
            DEFAULT_KEY_OPERATION_NS,
            DEFAULT_KEY_JITTER);

    public SimEncryption withClientAuth() {
        return new SimEncryption(suite, hash, curve, true, keyOperationNs, keyJitter);
    }

    public SimEncryption with(CipherSuite newSuite, HashAlgorithm newHash, EcCurve newCurve) {
        return new SimEncryption(newSuite, newHash, newCurve, clientAuth, keyOperationNs, keyJitter);
    }

    public SimEncryption withKeyOperation(long ns, double jitter) {
        return new SimEncryption(suite, hash, curve, clientAuth, ns, jitter);
    }
}
