package io.uftpengine.core.engine;

import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;

/**
 * A signing key for one run of the program, made when it is first needed, which nobody can know beforehand. Safe for use by
 * any thread.
 */
final class EphemeralSigningKey implements Supplier<SigningKey> {
    private SigningKey key;

    @Override
    public synchronized SigningKey get() {
        if (key == null) {
            key = SigningKey.generate(KeySpec.DEFAULT);
            LogManager.getLogger(EphemeralSigningKey.class).info("the receiver signs with {}", key);
        }
        return key;
    }

    /** The run is over; there is no session left to sign for. */
    synchronized void destroy() {
        if (key != null) {
            key.destroy();
        }
    }
}
