package io.uftpengine.crypto.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.Signer;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.testkit.KeyFixtures;
import io.uftpengine.crypto.testkit.Tool;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key files both ways with uftp_keymgt 5.0.3 and openssl, as they are on this machine. */
class KeyFileInteropTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:1024", "rsa:1056", "rsa:3072"})
    void shouldBeReadByTheReferenceWithTheSameFingerprint(String spec) throws Exception {
        Tool keymgt = Tool.keymgt();
        SigningKey key = SigningKey.generate(KeySpec.parse(spec));
        KeyFileWriter.write(directory.resolve("ours"), key);
        assertEquals(
                "ours: " + KeyFixtures.referenceLine(key),
                keymgt.run(directory, "ours").strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec:prime256v1", "ec:secp384r1", "ec:secp521r1", "rsa:1024", "rsa:2048"})
    void shouldReadFreshKeysOfTheReference(String spec) throws Exception {
        Tool keymgt = Tool.keymgt();
        keymgt.run(directory, "-g", spec, "theirs");
        SigningKey key = KeyFileReader.read(directory.resolve("theirs")).key();
        assertEquals(
                "theirs: " + KeyFixtures.referenceLine(key),
                keymgt.run(directory, "theirs").strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:2048"})
    void shouldSignWhatOpensslVerifies(String spec) throws Exception {
        Tool openssl = Tool.openssl();
        SigningKey key = SigningKey.generate(KeySpec.parse(spec));
        KeyFileWriter.write(directory.resolve("ours"), key);
        byte[] message = {1, 2, 3};
        Files.write(directory.resolve("message"), message);
        openssl.run(directory, "pkey", "-in", "ours", "-pubout", "-out", "public");
        for (HashAlgorithm hash : HashAlgorithm.values()) {
            byte[] signature = Signer.of(key).sign(hash, message);
            Files.write(directory.resolve("signature"), key.spec().isRsa() ? signature : der(signature));
            String verdict = openssl.run(
                    directory,
                    "dgst",
                    "-" + hash.optionName(),
                    "-verify",
                    "public",
                    "-signature",
                    "signature",
                    "message");
            assertEquals("Verified OK", verdict.strip());
        }
    }

    private static byte[] der(byte[] signature) throws Exception {
        int half = ByteBuffer.wrap(signature).getShort(0);
        ASN1EncodableVector numbers = new ASN1EncodableVector();
        numbers.add(new ASN1Integer(new java.math.BigInteger(1, Arrays.copyOfRange(signature, 4, 4 + half))));
        numbers.add(
                new ASN1Integer(new java.math.BigInteger(1, Arrays.copyOfRange(signature, 4 + half, 4 + 2 * half))));
        return new DERSequence(numbers).getEncoded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-aes-256-cbc", "-aes-128-cbc", "-des3"})
    void shouldOpenFreshProtectedKeysOfOpenssl(String cipher) throws Exception {
        Tool openssl = Tool.openssl();
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        KeyFileWriter.write(directory.resolve("ours"), key);
        openssl.run(
                directory,
                "pkcs8",
                "-topk8",
                "-in",
                "ours",
                "-v2",
                cipher.substring(1),
                "-passout",
                "pass:secret",
                "-out",
                "protected");
        SigningKey read = KeyFileReader.read(directory.resolve("protected"), file -> "secret".toCharArray())
                .key();
        assertEquals(key.toString(), read.toString());
        byte[] signature = Signer.of(read).sign(HashAlgorithm.SHA256, new byte[] {5});
        assertTrue(Verifier.of(key.blob()).isValid(HashAlgorithm.SHA256, signature, new byte[] {5}));
    }
}
