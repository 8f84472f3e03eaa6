package io.uftpengine.core.engine;

import io.uftpengine.core.security.EphemeralKeys;
import io.uftpengine.core.storage.ReceiverStorage;

/** An engine whose sessions take their ephemeral keys from a test. */
public final class EngineWithKeys {
    private EngineWithKeys() {}

    /** The real engine otherwise. */
    public static UftpEngine create(EphemeralKeys keys) {
        return new UftpEngine(ReceiverStorage::new, keys);
    }
}
