package io.uftpengine.crypto.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.testkit.KeyFixtures;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.ScryptParams;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBEParameter;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ways in which a key file may be protected by a password. */
class ProtectedKeyTest {
    private static final byte[] SALT = new byte[8];

    @TempDir
    Path directory;

    private static String refusal(Path file) {
        return assertThrows(KeyFileException.class, () -> KeyFileReader.read(file, any -> "secret".toCharArray()))
                .getMessage();
    }

    private Path file(AlgorithmIdentifier algorithm) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(
                    "ENCRYPTED PRIVATE KEY", new EncryptedPrivateKeyInfo(algorithm, new byte[128]).getEncoded()));
        }
        return Files.writeString(directory.resolve("key"), text.toString());
    }

    private Path pbes2(KeyDerivationFunc derivation) throws IOException {
        EncryptionScheme scheme =
                new EncryptionScheme(NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16]));
        return file(new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, new PBES2Parameters(derivation, scheme)));
    }

    private Path scrypt(int cost, int blockSize, int passes) throws IOException {
        ASN1Encodable parameters = new ScryptParams(SALT, cost, blockSize, passes);
        return pbes2(new KeyDerivationFunc(MiscObjectIdentifiers.id_scrypt, parameters));
    }

    private Path pbkdf2(int rounds) throws IOException {
        return pbes2(new KeyDerivationFunc(PKCSObjectIdentifiers.id_PBKDF2, new PBKDF2Params(SALT, rounds)));
    }

    @Test
    void shouldOpenWhatOlderOpensslWrote() throws Exception {
        Path file = KeyFixtures.path("openssl-pbe3des-p256.pem");
        assertEquals(
                KeyFileReader.read(KeyFixtures.path("ref-ec-secp256r1.pem"))
                        .key()
                        .toString(),
                KeyFileReader.read(file, any -> "secret".toCharArray()).key().toString());
    }

    /** Not the password is wrong then. */
    @Test
    void shouldNameACipherThatItDoesNotKnow() {
        String message = refusal(KeyFixtures.path("openssl-camellia-p256.pem"));
        assertTrue(message.contains("not supported (cipher 1.2.392.200011.61.1.1.1.4)"), message);
    }

    /** A file asks for the work; it gets neither hours nor all memory. */
    @Test
    void shouldRefuseExcessiveWork() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            assertTrue(refusal(pbkdf2(Integer.MAX_VALUE)).contains("2147483647 rounds, at most 10000000"));
            assertTrue(refusal(file(new AlgorithmIdentifier(
                            PKCSObjectIdentifiers.pbeWithMD5AndDES_CBC, new PBEParameter(SALT, Integer.MAX_VALUE))))
                    .contains("2147483647 rounds"));
            assertTrue(refusal(scrypt(1 << 30, 8, 1)).contains("1099511627776 bytes of memory, at most 134217728"));
            assertTrue(refusal(scrypt(1 << 14, 8, 1_000_000)).contains("1000000 passes"));
        });
    }

    /** Just inside the limits the password is what is wrong. */
    @Test
    void shouldNotRefuseCarefulPeople() throws IOException {
        assertTrue(refusal(pbkdf2(100_000)).contains("does not open with the password"));
        assertTrue(refusal(scrypt(1 << 15, 8, 2)).contains("does not open with the password"));
    }
}
