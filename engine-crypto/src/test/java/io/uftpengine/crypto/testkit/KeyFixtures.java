package io.uftpengine.crypto.testkit;

import io.uftpengine.crypto.signature.SigningKey;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Key files among the test resources: made by openssl ({@code openssl-}) and by uftp_keymgt 5.0.3 ({@code ref-}); no secrets. */
public final class KeyFixtures {
    private KeyFixtures() {}

    public static Path path(String name) {
        try {
            return Path.of(KeyFixtures.class.getResource("/keys/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as uftp_keymgt prints it, behind the name of its file. */
    public static String referenceLine(SigningKey key) {
        return key.description() + ", fingerprint: " + key.fingerprint();
    }

    /** Without comments. */
    public static Stream<String> lines(String name) throws IOException {
        return Files.readAllLines(path(name), StandardCharsets.US_ASCII).stream()
                .filter(line -> !line.startsWith("#"));
    }
}
