package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.SigningKey;
import java.util.List;

/**
 * What was in a key file.
 *
 * @param key the first private key in it, as the reference takes it; the caller destroys it
 * @param warnings what its owner should know, each naming the file
 */
public record KeyFile(SigningKey key, List<String> warnings) {
    public KeyFile {
        warnings = List.copyOf(warnings);
    }

    /** As the reference's key tool prints a key, see {@link SigningKey#description}. */
    public String description() {
        return key.description();
    }

    /** The reference's, SHA-1. */
    public String fingerprint() {
        return key.fingerprint().toString();
    }

    /** Ours beside it. */
    public String sha256Fingerprint() {
        return key.sha256Fingerprint().toString();
    }
}
