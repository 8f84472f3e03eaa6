package io.uftpengine.core.config;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The types of the options of encryption (wire facts 13.1). Names that only 4.10.2 knows are told from misspelt ones. */
final class CryptoValues {
    private static final String NONE = "none";
    private static final List<String> PROTOCOL_4_CIPHERS = List.of("des", "3des", "aes128-cbc", "aes256-cbc");
    private static final List<String> PROTOCOL_4_HASHES = List.of("sha1", "sha");

    /** A cipher; empty = none, in the clear. */
    static final ValueType<Optional<CipherSuite>> CIPHER = new ValueType<>(
            "CIPHER",
            Stream.concat(Stream.of(NONE), Arrays.stream(CipherSuite.values()).map(CipherSuite::optionName))
                    .collect(Collectors.joining(", ")),
            CryptoValues::cipher);

    static final ValueType<HashAlgorithm> HASH = new ValueType<>(
            "HASH",
            Arrays.stream(HashAlgorithm.values()).map(HashAlgorithm::optionName).collect(Collectors.joining(", ")),
            CryptoValues::hash);

    static final ValueType<EcCurve> CURVE = new ValueType<>(
            "CURVE",
            Arrays.stream(EcCurve.values()).map(EcCurve::optionName).collect(Collectors.joining(", ")),
            CryptoValues::curve);

    static final ValueType<KeySpec> KEY_SPEC = new ValueType<>(
            "SPEC",
            "rsa:1024 to rsa:3072 in steps of 32, ec:secp256r1, ec:secp384r1, ec:secp521r1",
            CryptoValues::keySpec);

    private CryptoValues() {}

    private static Optional<CipherSuite> cipher(String text) throws ValueException {
        if (text.equalsIgnoreCase(NONE)) {
            return Optional.empty();
        }
        Optional<CipherSuite> suite = CipherSuite.ofName(text);
        if (suite.isEmpty()) {
            throw fault(text, PROTOCOL_4_CIPHERS, "cipher", CIPHER);
        }
        return suite;
    }

    private static HashAlgorithm hash(String text) throws ValueException {
        return HashAlgorithm.ofName(text).orElseThrow(() -> fault(text, PROTOCOL_4_HASHES, "hash", HASH));
    }

    private static EcCurve curve(String text) throws ValueException {
        return EcCurve.ofName(text).orElseThrow(() -> {
            boolean isExchange = text.toLowerCase(Locale.ROOT).matches("rsa|ecdh_(rsa|ecdsa)(:.*)?");
            return isExchange
                    ? new ValueException("is a key exchange of protocol 4, which is not there yet", cure(CURVE))
                    : new ValueException("is no curve of protocol 5", cure(CURVE));
        });
    }

    private static KeySpec keySpec(String text) throws ValueException {
        try {
            return KeySpec.parse(text);
        } catch (IllegalArgumentException fault) {
            // Its message is the cause and the cure, and may begin with the text, which is in front of ours already.
            String[] words = fault.getMessage().split("; ", 2);
            String quoted = "\"" + text + "\" ";
            throw new ValueException(
                    words[0].startsWith(quoted) ? words[0].substring(quoted.length()) : "cannot be made: " + words[0],
                    words[1]);
        }
    }

    private static ValueException fault(String text, List<String> older, String what, ValueType<?> type) {
        return older.contains(text.toLowerCase(Locale.ROOT))
                ? new ValueException("is a " + what + " of protocol 4, which is not there yet", cure(type))
                : new ValueException("is no " + what, cure(type));
    }

    private static String cure(ValueType<?> type) {
        return "give one of " + type.range();
    }
}
