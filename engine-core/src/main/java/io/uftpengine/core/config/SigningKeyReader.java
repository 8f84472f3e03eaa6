package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.KeyFile;
import io.uftpengine.crypto.keystore.KeyFileException;
import io.uftpengine.crypto.keystore.KeyFileReader;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The signing key that {@code --key-file} and {@code --new-key} name: from a file, made for this run, or made and stored in a
 * file that does not exist yet (wire facts 13.1).
 */
final class SigningKeyReader {
    private final Settings settings;
    private final List<String> warnings;

    /** @param warnings takes what the user should know */
    SigningKeyReader(Settings settings, List<String> warnings) {
        this.settings = settings;
        this.warnings = warnings;
    }

    /** Empty when neither option is given. May write a file: to be called when everything else is known to be right. */
    Optional<SigningKey> read() throws OptionException {
        Optional<KeySpec> spec = settings.find(CommonOptions.NEW_KEY);
        Optional<String> name = settings.find(CommonOptions.KEY_FILE);
        if (name.isEmpty()) {
            return spec.map(SigningKey::generate);
        }
        try {
            Path file = NativePath.of(name.get());
            return Optional.of(spec.isPresent() ? NewKey.store(file, spec.get()) : read(file));
        } catch (InvalidPathException invalid) {
            throw OptionException.of(
                    CommonOptions.KEY_FILE, "\"" + name.get() + "\" is not a file name", "name a PEM file");
        } catch (KeyFileException fault) {
            throw OptionException.of(CommonOptions.KEY_FILE, fault);
        }
    }

    private SigningKey read(Path file) throws KeyFileException, OptionException {
        KeyFile content = KeyFileReader.read(file, KeyPasswordSource.of(settings, warnings));
        warnings.addAll(content.warnings());
        return content.key();
    }
}
