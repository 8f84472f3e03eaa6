package io.uftpengine.core.config;

import static io.uftpengine.core.config.OptionSpec.acceptedFlag;
import static io.uftpengine.core.config.OptionSpec.option;
import static io.uftpengine.core.config.Role.KEYS;

import io.uftpengine.crypto.signature.KeySpec;
import java.util.List;

/** The options of {@code keys}, letters as the reference's key tool has them (wire facts 13.4). */
public final class KeysOptions {
    public static final OptionSpec<KeySpec> GENERATE = option("generate", 'g', CryptoValues.KEY_SPEC, KEYS)
            .orElse(
                    "keys are shown",
                    "Make a key, rsa:BITS or ec:CURVE, and store it in FILE, which must not exist; mode 0600, no password.");

    public static final OptionSpec<Boolean> DELETE =
            acceptedFlag("delete", 'd', "Deletes Windows key containers: refused, remove the file itself.", KEYS);

    static final List<OptionSpec<?>> ALL = List.of(
            GENERATE,
            acceptedFlag("system-key-container", 'm', "For Windows key containers only: accepted with a note.", KEYS),
            DELETE);

    private KeysOptions() {}
}
