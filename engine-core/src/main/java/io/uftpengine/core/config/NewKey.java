package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.KeyFileException;
import io.uftpengine.crypto.keystore.KeyFileWriter;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.Path;

/** Makes keys and stores them, in files that do not exist yet. */
public final class NewKey {
    private NewKey() {}

    /** Makes the key that {@code keys --generate} asks for; RSA takes up to seconds. */
    public static void store(Path file, Settings settings) throws KeyFileException {
        store(file, settings.get(KeysOptions.GENERATE)).destroy();
    }

    static SigningKey store(Path file, KeySpec spec) throws KeyFileException {
        SigningKey key = SigningKey.generate(spec);
        KeyFileWriter.write(file, key);
        return key;
    }
}
