package io.uftpengine.crypto.keystore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.testkit.KeyFixtures;
import io.uftpengine.crypto.testkit.Seeds;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class KeyFileReaderTest {
    @TempDir
    Path directory;

    private Path copy(String fixture, String mode) throws IOException {
        Path file = directory.resolve(fixture);
        Files.copy(KeyFixtures.path(fixture), file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }

    private static String refusal(Path file) {
        return assertThrows(KeyFileException.class, () -> KeyFileReader.read(file))
                .getMessage();
    }

    private static Stream<String> fingerprints() throws IOException {
        return KeyFixtures.lines("fingerprints.txt");
    }

    /** The lines are what uftp_keymgt 5.0.3 printed for these files. */
    @ParameterizedTest
    @MethodSource("fingerprints")
    void shouldReadKeysAndPrintThemAsTheReferenceDoes(String line) throws Exception {
        String name = line.substring(0, line.indexOf(':'));
        if (name.equals("ref-rsa-1040.pem")) {
            // The reference takes it, and then sends header lengths that its own receivers refuse (wire facts T27).
            assertTrue(refusal(KeyFixtures.path(name)).contains("multiple of 32"));
            return;
        }
        assertEquals(
                line,
                name + ": "
                        + KeyFixtures.referenceLine(
                                KeyFileReader.read(KeyFixtures.path(name)).key()));
    }

    @Test
    void shouldHaveFingerprintsOfEachForm() throws IOException {
        assertEquals(14, fingerprints().count());
    }

    @ParameterizedTest
    @CsvSource({
        "openssl-encrypted-p256.pem, ref-ec-secp256r1.pem",
        "openssl-encrypted-rsa2048.pem, ref-rsa-2048.pem",
        "openssl-scrypt-p384.pem, ref-ec-secp384r1.pem"
    })
    void shouldOpenProtectedKeys(String encrypted, String plain) throws Exception {
        char[] password = "secret".toCharArray();
        SigningKey key = KeyFileReader.read(KeyFixtures.path(encrypted), file -> password)
                .key();
        assertEquals(KeyFileReader.read(KeyFixtures.path(plain)).key().toString(), key.toString());
        assertArrayEquals(new char[6], password, "overwritten after use");
        String wrong = assertThrows(
                        KeyFileException.class,
                        () -> KeyFileReader.read(KeyFixtures.path(encrypted), file -> "wrong".toCharArray()))
                .getMessage();
        assertTrue(wrong.contains("password") && wrong.contains(encrypted), wrong);
        String none = refusal(KeyFixtures.path(encrypted));
        assertTrue(none.contains("is protected by a password"), none);
    }

    @Test
    void shouldTakeTheFirstKeyAndSayThatThereAreMore() throws Exception {
        Path file = copy("two-keys.pem", "rw-------");
        KeyFile read = KeyFileReader.read(file);
        assertEquals(
                KeyFileReader.read(KeyFixtures.path("ref-ec-secp256r1.pem"))
                        .key()
                        .toString(),
                read.key().toString());
        assertEquals(List.of(file + ": has 2 private keys; only the first is used"), read.warnings());
    }

    @Test
    void shouldWarnOfKeysThatEverybodyCanRead() throws Exception {
        Path file = copy("ref-ec-secp256r1.pem", "rw-r--r--");
        List<String> warnings = KeyFileReader.read(file).warnings();
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).startsWith(file + ": ") && warnings.get(0).contains("chmod 600"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertEquals(List.of(), KeyFileReader.read(file).warnings());
    }

    @ParameterizedTest
    @CsvSource({
        "openssl-public-p256.pem, only PUBLIC KEY",
        "openssl-ed25519.pem, not supported: algorithm 1.3.101.112",
        "openssl-secp256k1.pem, not supported: curve 1.3.132.0.10",
        "openssl-rsa4096.pem, 4096 bits is outside",
        "openssl-multiprime-rsa2048.pem, more than two primes",
        "openssl-explicit-p256.pem, without the name of its curve",
        "openssl-traditional-encrypted-p256.pem, openssl pkcs8 -topk8",
        "fingerprints.txt, no PEM at all"
    })
    void shouldNameFileCauseAndCure(String name, String part) {
        String message = refusal(KeyFixtures.path(name));
        assertTrue(message.startsWith(KeyFixtures.path(name) + ": "), message);
        assertTrue(message.contains(part) && message.contains(";"), message);
    }

    @Test
    void shouldSayWhyAFileCannotBeRead() throws IOException {
        assertTrue(refusal(directory.resolve("absent")).contains("does not exist"));
        assertTrue(refusal(directory).contains("cannot be read"));
        Path huge = directory.resolve("huge");
        Files.write(huge, new byte[70_000]);
        assertTrue(refusal(huge).contains("longer than"));
        Path empty = directory.resolve("empty");
        Files.write(empty, new byte[0]);
        assertTrue(refusal(empty).contains("no private key"));
    }

    /** As an editor of another system leaves it. */
    @Test
    void shouldReadLinesThatEndInCrLf() throws Exception {
        String pem = Files.readString(KeyFixtures.path("ref-ec-secp256r1.pem"));
        Path file = Files.writeString(directory.resolve("crlf"), "a remark\n" + pem.replace("\n", "\r\n"));
        assertEquals(
                KeyFileReader.read(KeyFixtures.path("ref-ec-secp256r1.pem"))
                        .key()
                        .toString(),
                KeyFileReader.read(file).key().toString());
    }

    /** A signature with such a key is wrong, which is found out too late, and tells others too much. */
    @Test
    void shouldRefuseRsaNumbersThatDoNotBelongTogether() throws Exception {
        RSAPrivateKey key = RSAPrivateKey.getInstance(pem("ref-rsa-1024.pem").getContent());
        BigInteger[] right = {
            key.getModulus(),
            key.getPublicExponent(),
            key.getPrivateExponent(),
            key.getPrime1(),
            key.getPrime2(),
            key.getExponent1(),
            key.getExponent2(),
            key.getCoefficient()
        };
        for (int wrong = -1; wrong < right.length; wrong++) {
            BigInteger[] numbers = right.clone();
            if (wrong >= 0) {
                numbers[wrong] = numbers[wrong].add(BigInteger.TWO);
            }
            byte[] der = new RSAPrivateKey(
                            numbers[0],
                            numbers[1],
                            numbers[2],
                            numbers[3],
                            numbers[4],
                            numbers[5],
                            numbers[6],
                            numbers[7])
                    .getEncoded();
            Path file = directory.resolve("numbers");
            Files.writeString(
                    file,
                    "-----BEGIN RSA PRIVATE KEY-----\n"
                            + Base64.getMimeEncoder().encodeToString(der)
                            + "\n-----END RSA PRIVATE KEY-----\n");
            if (wrong < 0) {
                assertEquals(1024, KeyFileReader.read(file).key().spec().rsaBits());
            } else {
                assertTrue(refusal(file).contains("damaged RSA PRIVATE KEY"), "number " + wrong);
            }
        }
    }

    private static PemObject pem(String name) throws IOException {
        try (PemReader reader = new PemReader(Files.newBufferedReader(KeyFixtures.path(name)))) {
            return reader.readPemObject();
        }
    }

    /** Damaged at every place, or garbage: a key, or an error that names the file. */
    @Test
    void shouldSurviveDamagedFiles() throws IOException {
        Random random = Seeds.random("KeyFileReaderTest");
        int refused = 0;
        for (String name : new String[] {"ref-ec-secp256r1.pem", "openssl-pkcs8-p256.pem", "ref-rsa-1024.pem"}) {
            String pem = Files.readString(KeyFixtures.path(name), StandardCharsets.US_ASCII);
            String begin = pem.substring(0, pem.indexOf('\n') + 1);
            String end = pem.substring(pem.indexOf("-----END"));
            byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin.length(), pem.indexOf("-----END")));
            for (int i = 0; i < 300; i++) {
                byte[] damaged = java.util.Arrays.copyOf(der, i % 3 == 0 ? random.nextInt(der.length) : der.length);
                if (damaged.length > 0) {
                    damaged[random.nextInt(Math.min(damaged.length, 40))] = (byte) random.nextInt();
                }
                Path file = directory.resolve("damaged");
                Files.writeString(file, begin + Base64.getMimeEncoder().encodeToString(damaged) + "\n" + end);
                try {
                    KeyFileReader.read(file);
                } catch (KeyFileException expected) {
                    assertTrue(expected.getMessage().startsWith(file + ": "));
                    refused++;
                }
            }
        }
        assertTrue(refused > 300, "refused " + refused);
    }
}
