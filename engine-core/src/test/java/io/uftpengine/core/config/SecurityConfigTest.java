package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.keystore.KeyFileReader;
import io.uftpengine.crypto.keystore.TrustListException;
import io.uftpengine.crypto.signature.Fingerprint;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Encryption, keys and trust, from options to settings. */
class SecurityConfigTest {
    private static final String FINGERPRINT = "66:1E:C9:1D:FC:99:DB:60:B0:1A:F0:8F:CA:F4:28:27:A6:BE:94:BC";
    private static final String OTHER = "00:1E:C9:1D:FC:99:DB:60:B0:1A:F0:8F:CA:F4:28:27:A6:BE:94:BC";

    /** EC, secp256r1, protected by "sesame"; made with openssl pkcs8 -topk8. */
    private static final String PROTECTED_KEY = """
            -----BEGIN ENCRYPTED PRIVATE KEY-----
            MIHsMFcGCSqGSIb3DQEFDTBKMCkGCSqGSIb3DQEFDDAcBAir5mbA/nWhRAICCAAw
            DAYIKoZIhvcNAgkFADAdBglghkgBZQMEASoEEMGYy9ks787Svm8V0Ko76hwEgZAM
            fcZCJZkcLpa5E0ORTbev5oAe9HT8OmBJ5XBr1LM6HcpvAYVPLfI8lslNr7h62N5+
            NoSnLpZdmRzZNuWwbErCOrJqGutM0YNC4X44FUUjHIkKfncMGZUjCTE6C1vCSYnZ
            W+Uqx4zNAv59QR6oQQZIt38FMPnHB9os6bFO20taFSmOCvk7jK8NtwK3QvDKBjU=
            -----END ENCRYPTED PRIVATE KEY-----
            """;

    @TempDir
    Path dir;

    private List<String> warnings = List.of();

    @Test
    void shouldEncryptByDefault() throws Exception {
        assertEquals(SenderEncryption.DEFAULT, send(Map.of()).encryption().orElseThrow());
        assertEquals(SenderConfig.builder().build().encryption(), send(Map.of()).encryption());
        assertEquals(CipherSuite.AES_256_GCM, SenderEncryption.DEFAULT.suite());
        assertEquals(ReceiverSecurity.DEFAULT, receive(Map.of()).security());
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldSendInTheClearOnlyWhenAsked() throws Exception {
        assertTrue(send(Map.of("cipher", "none")).encryption().isEmpty());
        assertTrue(SenderConfig.builder().inTheClear().build().encryption().isEmpty());
    }

    @Test
    void shouldCarryEncryptionOver() throws Exception {
        SenderEncryption encryption = send(Map.of(
                        "cipher", "aes128-ccm", "hash", "sha512", "ecdh-curve", "prime256v1", "client-auth", "true"))
                .encryption()
                .orElseThrow();
        assertEquals(CipherSuite.AES_128_CCM, encryption.suite());
        assertEquals(HashAlgorithm.SHA512, encryption.hash());
        assertEquals(EcCurve.SECP256R1, encryption.curve());
        assertTrue(encryption.clientAuth());
        assertTrue(encryption.key().isEmpty(), "made for the session");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cipher; aes256-cbc; is a cipher of protocol 4, which is not there yet",
                "cipher; 3des; is a cipher of protocol 4",
                "cipher; rot13; is no cipher",
                "hash; sha1; is a hash of protocol 4",
                "hash; md5; is no hash",
                "ecdh-curve; ecdh_ecdsa:secp256r1; is a key exchange of protocol 4",
                "ecdh-curve; secp192r1; is no curve of protocol 5",
                "new-key; rsa:4096; an RSA key of 4096 bits is outside 1024 to 3072",
                "new-key; ec:secp192r1; names no known curve",
                "new-key; 2048; write rsa:BITS or ec:CURVE"
            })
    void shouldSayWhyAValueIsRefused(String option, String text, String words) {
        OptionException fault = assertThrows(OptionException.class, () -> send(Map.of(option, text)));
        assertTrue(fault.getMessage().contains("(--" + option + ")"), fault.getMessage());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertEquals(OptionException.Kind.OPTION, fault.kind());
    }

    @Test
    void shouldRefuseToAuthenticateReceiversInTheClear() {
        OptionException fault =
                assertThrows(OptionException.class, () -> send(Map.of("cipher", "none", "client-auth", "true")));
        assertEquals(
                "option -c (--client-auth): a session in the clear authenticates nobody; choose another cipher than"
                        + " none, or leave it out",
                fault.getMessage());
    }

    @Test
    void shouldPinReceivers() throws Exception {
        Path file = list("0x11|" + FINGERPRINT + "\n0x22\n");
        SenderConfig config = send(Map.of("receivers", "@" + file, "client-auth", "true"));
        assertEquals(List.of(0x11, 0x22), config.receivers());
        assertEquals(
                Map.of(0x11, Fingerprint.parse(FINGERPRINT)),
                config.encryption().orElseThrow().pins().byId());
        assertEquals(List.of(), warnings);
    }

    @Test
    void shouldWarnOfFingerprintsThatNobodyChecks() throws Exception {
        Path file = list("0x11|" + FINGERPRINT + "\n");
        send(Map.of("receivers", "@" + file));
        assertEquals(
                List.of("option -H (--receivers): the fingerprints are not checked: without -c (--client-auth) no"
                        + " receiver shows its key; give -c too"),
                warnings);
        send(Map.of("receivers", "@" + file, "cipher", "none"));
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("in the clear"), warnings.get(0));
    }

    @Test
    void shouldReadPinsAgain() throws Exception {
        Path file = list("0x11|" + FINGERPRINT + "\n0x22|" + FINGERPRINT + "\n0x33|" + FINGERPRINT + "\n");
        ReceiverPins before = send(Map.of("receivers", "@" + file, "client-auth", "true"))
                .encryption()
                .orElseThrow()
                .pins();
        list("0x11|" + OTHER + "\n0x22\n0x44|" + OTHER + "\n");
        ReceiverPins after = before.reread();
        assertEquals(Fingerprint.parse(OTHER), after.of(0x11).orElseThrow());
        assertTrue(after.of(0x22).isEmpty(), "lifted");
        assertEquals(Fingerprint.parse(FINGERPRINT), after.of(0x33).orElseThrow(), "gone from the file");
        assertEquals(Fingerprint.parse(OTHER), after.of(0x44).orElseThrow());
        assertEquals(Fingerprint.parse(FINGERPRINT), before.of(0x11).orElseThrow(), "unchanged");
        list("0x11|nonsense\n");
        OptionException fault = assertThrows(OptionException.class, after::reread);
        assertTrue(
                fault.getMessage().startsWith("option -H (--receivers): " + file + ", line 1: "), fault.getMessage());
        Files.delete(file);
        assertThrows(OptionException.class, after::reread);
        assertSame(ReceiverPins.NONE, ReceiverPins.NONE.reread());
    }

    @Test
    void shouldRefuseListsThatContradictThemselves() throws Exception {
        for (String lines : List.of(
                "0x11|" + FINGERPRINT + "\n0.0.0.17|" + OTHER + "\n",
                "0x11|" + FINGERPRINT + "\n0.0.0.17\n",
                "0x11\n0x11\n",
                "0x11|AA:BB\n",
                "0x11|" + FINGERPRINT + "|0\n",
                "11\n")) {
            Path file = list(lines);
            OptionException fault = assertThrows(
                    OptionException.class, () -> send(Map.of("receivers", "@" + file, "client-auth", "true")), lines);
            assertTrue(fault.getMessage().startsWith("option -H (--receivers): "), fault.getMessage());
        }
        Path same = list("0x11|" + FINGERPRINT + "\n0.0.0.17|" + FINGERPRINT + "\n");
        assertEquals(List.of(0x11), send(Map.of("receivers", "@" + same)).receivers());
    }

    @Test
    void shouldMakeAndStoreAndReadAKey() throws Exception {
        Path file = dir.resolve("key.pem");
        Map<String, String> both = Map.of("key-file", file.toString(), "new-key", "ec:secp384r1");
        SenderEncryption made = send(both).encryption().orElseThrow();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(EcCurve.SECP384R1, made.key().orElseThrow().spec().curve());
        Fingerprint fingerprint = made.key().orElseThrow().fingerprint();
        assertEquals(
                fingerprint,
                receive(Map.of("key-file", file.toString()))
                        .security()
                        .key()
                        .orElseThrow()
                        .fingerprint());
        byte[] content = Files.readAllBytes(file);
        OptionException fault = assertThrows(OptionException.class, () -> send(both));
        assertEquals(
                "option -k (--key-file): " + file
                        + ": exists; keys are never overwritten: give another name or move it",
                fault.getMessage());
        assertEquals(OptionException.Kind.KEYS, fault.kind());
        assertEquals(new String(content), Files.readString(file), "untouched");
    }

    @Test
    void shouldMakeAKeyForThisRun() throws Exception {
        Map<String, String> options = Map.of("new-key", "ec:secp521r1");
        Fingerprint first = receive(options).security().key().orElseThrow().fingerprint();
        assertNotEquals(first, receive(options).security().key().orElseThrow().fingerprint());
        assertEquals(
                1024,
                send(Map.of("new-key", "rsa:1024"))
                        .encryption()
                        .orElseThrow()
                        .key()
                        .orElseThrow()
                        .spec()
                        .rsaBits());
    }

    @Test
    void shouldMakeNoKeyFileWhenAnotherOptionIsWrong() {
        Path file = dir.resolve("key.pem");
        Map<String, String> options = Map.of("key-file", file.toString(), "new-key", "ec:secp256r1");
        Map<String, String> wrong = new HashMap<>(options);
        wrong.put("public-address", "230.4.4");
        assertThrows(OptionException.class, () -> send(wrong));
        assertThrows(OptionException.class, () -> receive(wrong));
        wrong.remove("public-address");
        wrong.put("cipher", "none");
        assertTrue(assertDoesSend(wrong).encryption().isEmpty());
        assertEquals(2, warnings.size());
        assertFalse(Files.exists(file));
    }

    @Test
    void shouldWarnOnceOfAKeyThatEverybodyCanRead() throws Exception {
        Path file = dir.resolve("key.pem");
        send(Map.of("key-file", file.toString(), "new-key", "ec:secp256r1"));
        assertEquals(List.of(), warnings);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        send(Map.of("key-file", file.toString()));
        assertEquals(
                List.of(file + ": a private key that every user of this machine can read; chmod 600 it"), warnings);
    }

    @Test
    void shouldOpenAProtectedKeyWithThePasswordOfTheFileOrTheEnvironment() throws Exception {
        Path key = Files.writeString(dir.resolve("protected.pem"), PROTECTED_KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Path password = Files.writeString(dir.resolve("password"), "sesame\r\nsecond line\n");
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
        Fingerprint fingerprint =
                KeyFileReader.read(key, file -> "sesame".toCharArray()).key().fingerprint();
        Map<String, String> options = Map.of("key-file", key.toString());
        Map<String, String> withFile = Map.of("key-file", key.toString(), "key-password-file", password.toString());
        assertEquals(fingerprint, keyOf(withFile, Map.of()));
        assertEquals(fingerprint, keyOf(options, Map.of("UFTP_ENGINE_KEY_PASSWORD", "sesame")));
        assertEquals(
                fingerprint,
                keyOf(options, Map.of("UFTP_ENGINE_SEND_KEY_PASSWORD", "sesame", "UFTP_ENGINE_KEY_PASSWORD", "wrong")));
        assertEquals(fingerprint, keyOf(withFile, Map.of("UFTP_ENGINE_KEY_PASSWORD", "wrong")));
        assertEquals(List.of(), warnings);
        Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(fingerprint, keyOf(withFile, Map.of()));
        assertEquals(
                List.of(password + ": a password that every user of this machine can read; chmod 600 it"), warnings);
    }

    @Test
    void shouldSayWhatIsWrongWithAProtectedKey() throws Exception {
        Path key = Files.writeString(dir.resolve("protected.pem"), PROTECTED_KEY);
        keyRefused(
                "is protected by a password; give it with --key-password-file FILE or in UFTP_ENGINE_KEY_PASSWORD",
                Map.of("key-file", key.toString()),
                Map.of());
        keyRefused(
                "does not open with the password given",
                Map.of("key-file", key.toString()),
                Map.of("UFTP_ENGINE_KEY_PASSWORD", "wrong"));
        Path empty = Files.writeString(dir.resolve("empty"), "\n");
        keyRefused(
                "option --key-password-file: " + empty
                        + " has no password of 1 to 1024 bytes; write it into the first line",
                Map.of("key-file", key.toString(), "key-password-file", empty.toString()),
                Map.of());
        keyRefused("cannot be read", Map.of("key-file", key.toString(), "key-password-file", dir + "/none"), Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ".", "garbage"})
    void shouldRefuseWhatIsNoKeyFile(String name) throws Exception {
        Files.writeString(dir.resolve("garbage"), "nothing\n");
        Path file = dir.resolve(name);
        keyRefused("option -k (--key-file): " + file + ": ", Map.of("key-file", file.toString()), Map.of());
    }

    @Test
    void shouldTrustTheListedSendersOnly() throws Exception {
        Path servers = list("0x11112222|198.18.0.1|0|" + FINGERPRINT + "\n0x3|198.18.0.3|0x5\n");
        Path proxies = Files.writeString(dir.resolve("proxies"), "0x5|198.18.0.5|" + OTHER + "\n");
        ReceiverConfig config = receive(Map.of(
                "servers",
                servers.toString(),
                "proxies",
                proxies.toString(),
                "require-encryption",
                "true",
                "reserve-space",
                "1G"));
        ReceiverSecurity security = config.security();
        assertEquals(
                List.of(
                        "option -S (--servers): sender 0x00000003 is behind proxy 0x00000005; proxies are not supported yet,"
                                + " its sessions will be refused"),
                warnings);
        assertEquals(List.of(), config.sources(), "joined for anybody: the list is about trust");
        assertTrue(security.requireEncryption());
        assertEquals(
                Fingerprint.parse(FINGERPRINT),
                security.senders()
                        .orElseThrow()
                        .find(0x11112222)
                        .orElseThrow()
                        .fingerprint()
                        .orElseThrow());
        assertTrue(security.senders().orElseThrow().find(0x44).isEmpty());
        assertEquals(
                Fingerprint.parse(OTHER),
                security.proxies()
                        .orElseThrow()
                        .find(5)
                        .orElseThrow()
                        .fingerprint()
                        .orElseThrow());
        assertEquals(1 << 30, config.reserveSpaceBytes());
        assertEquals(ReceiverConfig.ANY_SIZE, config.maxFileSizeBytes());
        list("0x9|198.18.0.9|0\n");
        assertEquals(1, security.senders().orElseThrow().reread().entries().size());
        Files.delete(servers);
        assertThrows(
                TrustListException.class, () -> security.senders().orElseThrow().reread());
    }

    @Test
    void shouldRefuseListsOfSendersThatCannotBeKept() throws Exception {
        for (String lines : List.of(
                "", "# nobody\n", "0x1|198.18.0.1\n", "0x0|198.18.0.1|0\n", "0x1||0\n", "0x1|198.18.0.1|0|AA:BB\n")) {
            Path servers = list(lines);
            OptionException fault =
                    assertThrows(OptionException.class, () -> receive(Map.of("servers", servers.toString())), lines);
            assertTrue(fault.getMessage().startsWith("option -S (--servers): "), fault.getMessage());
            assertTrue(fault.getMessage().contains("; "), fault.getMessage());
        }
        OptionException fault = assertThrows(OptionException.class, () -> receive(Map.of("proxies", dir + "/nowhere")));
        assertTrue(fault.getMessage().startsWith("option -R (--proxies): " + dir), fault.getMessage());
    }

    @Test
    void shouldShowNoPassword() throws Exception {
        Settings settings = settings(
                Role.SEND,
                Map.of("key-file", "k", "key-password-file", "p"),
                Map.of("UFTP_ENGINE_KEY_PASSWORD", "sesame"));
        assertTrue(settings.lines().stream()
                .anyMatch(line -> line.spec().longName().equals("key-password-file")
                        && line.text().equals("p")));
        assertFalse(settings.lines().toString().contains("sesame"));
    }

    private Path list(String lines) throws Exception {
        return Files.writeString(dir.resolve("list"), lines);
    }

    private Fingerprint keyOf(Map<String, String> options, Map<String, String> environment) throws OptionException {
        return send(options, environment)
                .encryption()
                .orElseThrow()
                .key()
                .orElseThrow()
                .fingerprint();
    }

    private void keyRefused(String words, Map<String, String> options, Map<String, String> environment) {
        OptionException fault = assertThrows(OptionException.class, () -> send(options, environment));
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertTrue(fault.getMessage().contains("; "), fault.getMessage());
        assertEquals(OptionException.Kind.KEYS, fault.kind());
    }

    private SenderConfig assertDoesSend(Map<String, String> options) {
        try {
            return send(options);
        } catch (OptionException fault) {
            throw new AssertionError(fault);
        }
    }

    private SenderConfig send(Map<String, String> options) throws OptionException {
        return send(options, Map.of());
    }

    private SenderConfig send(Map<String, String> options, Map<String, String> environment) throws OptionException {
        SenderConfigReader reader =
                new SenderConfigReader(settings(Role.SEND, options, environment), InputStream.nullInputStream());
        SenderConfig config = reader.read(List.of("file"));
        warnings = reader.warnings();
        return config;
    }

    private ReceiverConfig receive(Map<String, String> options) throws OptionException {
        ReceiverConfigReader reader = new ReceiverConfigReader(settings(Role.RECEIVE, options, Map.of()));
        ReceiverConfig config = reader.read();
        warnings = reader.warnings();
        return config;
    }

    private static Settings settings(Role role, Map<String, String> options, Map<String, String> environment)
            throws OptionException {
        Map<OptionSpec<?>, String> commandLine = new HashMap<>();
        options.forEach((name, text) -> commandLine.put(Options.find(role, name).orElseThrow(), text));
        return new SettingsResolver(role, commandLine, environment).resolve();
    }
}
