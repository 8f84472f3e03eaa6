package io.uftpengine.crypto.provider;

import io.uftpengine.crypto.api.CipherSuite;

/**
 * Which implementation of an AEAD is used: the platform's GCM, and CCM out of the platform's CTR and CBC; the JDK has
 * intrinsics for all three. {@code benchmarks/README.md} has the numbers.
 */
public final class Aeads {
    private Aeads() {}

    /**
     * A cipher with that key.
     *
     * @param key {@link CipherSuite#keyLength} bytes, copied
     */
    public static Aead create(CipherSuite suite, byte[] key) {
        if (key.length != suite.keyLength()) {
            throw new IllegalArgumentException(suite + " takes no key of " + key.length + " bytes");
        }
        return switch (suite.mode()) {
            case GCM -> new JcaGcm(key);
            case CCM -> new JcaCcm(key);
        };
    }
}
