package io.uftpengine.crypto.api;

/**
 * The key and the nonce salt of one direction and one level (handshake or application) of one session. The owner destroys
 * them; sealers and openers made from them keep their own copies.
 */
public final class TrafficKeys {
    private final CipherSuite suite;
    private final SecretBytes key;
    private final SecretBytes iv;

    /** Takes over both secrets: {@link CipherSuite#keyLength} and {@link CipherSuite#NONCE_LENGTH} bytes. */
    public TrafficKeys(CipherSuite suite, SecretBytes key, SecretBytes iv) {
        if (key.length() != suite.keyLength() || iv.length() != CipherSuite.NONCE_LENGTH) {
            throw new IllegalArgumentException(
                    suite + " takes no key of " + key.length() + " and iv of " + iv.length() + " bytes");
        }
        this.suite = suite;
        this.key = key;
        this.iv = iv;
    }

    public CipherSuite suite() {
        return suite;
    }

    public SecretBytes key() {
        return key;
    }

    public SecretBytes iv() {
        return iv;
    }

    /** The same keys once more, which outlive these. */
    public TrafficKeys copy() {
        return new TrafficKeys(suite, key.copy(), iv.copy());
    }

    /** Overwrites both. May be called again. */
    public void destroy() {
        key.destroy();
        iv.destroy();
    }

    @Override
    public String toString() {
        return suite + " traffic keys";
    }
}
