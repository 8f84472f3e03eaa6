package io.uftpengine.cli.lab;

import io.uftpengine.core.security.EphemeralKeys;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Ephemeral keys in a file, one in a line: name of the curve, private and public key, which a session would forget. */
public final class SavedEphemeralKeys {
    private static final String EC = "EC";

    private SavedEphemeralKeys() {}

    /** Fresh keys, each of which is appended to the file before it is used. */
    public static EphemeralKeys savingTo(Path file) {
        return curve -> {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance(EC);
                generator.initialize(new ECGenParameterSpec(curve.optionName()));
                KeyPair pair = generator.generateKeyPair();
                Base64.Encoder base64 = Base64.getEncoder();
                String line = String.join(
                        " ",
                        curve.optionName(),
                        base64.encodeToString(pair.getPrivate().getEncoded()),
                        base64.encodeToString(pair.getPublic().getEncoded()) + "\n");
                Files.writeString(
                        file, line, StandardCharsets.US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                return EphemeralKey.of(curve, pair);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** All keys in the file. */
    static List<EphemeralKey> load(Path file) throws IOException, GeneralSecurityException {
        List<EphemeralKey> keys = new ArrayList<>();
        KeyFactory factory = KeyFactory.getInstance(EC);
        Base64.Decoder base64 = Base64.getDecoder();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] parts = line.split(" ");
            KeyPair pair = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(base64.decode(parts[2]))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(parts[1]))));
            keys.add(EphemeralKey.of(EcCurve.ofName(parts[0]).orElseThrow(), pair));
        }
        return keys;
    }
}
