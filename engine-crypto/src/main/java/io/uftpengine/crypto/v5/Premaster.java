package io.uftpengine.crypto.v5;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.provider.Jca;

/** The premaster secret of protocol 5: SHA-256 of the shared X coordinate, whatever the session's hash (wire facts T20). */
public final class Premaster {
    private Premaster() {}

    /**
     * The premaster.
     *
     * @param sharedX as long as the field, leading zeros kept; the caller goes on owning it
     */
    public static SecretBytes of(SecretBytes sharedX) {
        return SecretBytes.owning(Jca.digest(HashAlgorithm.SHA256).digest(sharedX.exposed()));
    }
}
