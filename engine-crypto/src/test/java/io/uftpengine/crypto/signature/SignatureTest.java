package io.uftpengine.crypto.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureTest {
    private static final byte[] FIRST = {1, 2, 3};
    private static final byte[] SECOND = {4};
    private static final byte[] BOTH = {1, 2, 3, 4};

    private static Stream<Object[]> keysAndHashes() {
        return Stream.of("ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:1024", "rsa:1056", "rsa:2048")
                .map(spec -> SigningKey.generate(KeySpec.parse(spec)))
                .flatMap(key -> Stream.of(HashAlgorithm.values()).map(hash -> new Object[] {key, hash}));
    }

    @ParameterizedTest
    @MethodSource("keysAndHashes")
    void shouldVerifyWhatItSignedAndNothingElse(SigningKey key, HashAlgorithm hash) throws CryptoFailure {
        Signer signer = Signer.of(key);
        byte[] signature = signer.sign(hash, FIRST, SECOND);
        assertEquals(signer.signatureLength(), signature.length);
        assertEquals(0, signature.length % 4);
        Verifier verifier = Verifier.of(signer.blob());
        assertTrue(verifier.isValid(hash, signature, FIRST, SECOND));
        assertTrue(verifier.isValid(hash, signature, BOTH), "where the parts begin does not matter");
        assertFalse(verifier.isValid(hash, signature, FIRST));
        assertFalse(verifier.isValid(hash, signature, SECOND, FIRST));
        for (HashAlgorithm other : HashAlgorithm.values()) {
            assertEquals(other == hash, verifier.isValid(other, signature, BOTH));
        }
        Random random = Seeds.random("SignatureTest");
        for (int i = 0; i < 40; i++) {
            byte[] tampered = signature.clone();
            tampered[random.nextInt(tampered.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(verifier.isValid(hash, tampered, BOTH));
        }
        for (int length : new int[] {0, 1, 3, 4, 5, signature.length - 1}) {
            assertFalse(verifier.isValid(hash, Arrays.copyOf(signature, length), BOTH));
        }
        assertFalse(verifier.isValid(hash, Arrays.copyOf(signature, signature.length + 8), BOTH));
        Verifier stranger = Verifier.of(SigningKey.generate(key.spec()).blob());
        assertFalse(stranger.isValid(hash, signature, BOTH));
    }

    @ParameterizedTest
    @CsvSource({"SECP256R1, 68, 32", "SECP384R1, 100, 48", "SECP521R1, 136, 66"})
    void shouldLayOutEcdsaSignatures(EcCurve curve, int length, int half) throws CryptoFailure {
        Signer signer = Signer.of(SigningKey.generate(KeySpec.ec(curve)));
        byte[] signature = signer.sign(HashAlgorithm.SHA256, BOTH);
        assertEquals(length, signature.length);
        assertEquals(half, ByteBuffer.wrap(signature).getShort(0));
        assertEquals(half, ByteBuffer.wrap(signature).getShort(2));
    }

    /** Older builds leave out leading zeros and pad at the end (wire facts T17); openssl may prepend them. */
    @Test
    void shouldHonourTheTwoLengthsOfEcdsa() throws CryptoFailure {
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        Verifier verifier = Verifier.of(key.blob());
        byte[] shortR = null;
        for (int i = 0; i < 20_000 && shortR == null; i++) {
            byte[] candidate = Signer.of(key).sign(HashAlgorithm.SHA256, BOTH);
            shortR = candidate[4] == 0 ? candidate : null;
        }
        byte[] r = Arrays.copyOfRange(shortR, 5, 36);
        byte[] s = Arrays.copyOfRange(shortR, 36, 68);
        assertTrue(verifier.isValid(HashAlgorithm.SHA256, wire(r, s, 68), BOTH), "31 and 32 bytes, padded to a word");
        assertTrue(verifier.isValid(HashAlgorithm.SHA256, wire(r, s, 67), BOTH), "and without padding");
        byte[] longS = new byte[33];
        System.arraycopy(s, 0, longS, 1, 32);
        assertTrue(verifier.isValid(HashAlgorithm.SHA256, wire(r, longS, 68), BOTH), "a sign byte in front");
        longS[0] = 1;
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(r, longS, 68), BOTH));
        byte[] lying = wire(r, s, 68);
        lying[1] = 33;
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, lying, BOTH));
        lying[0] = (byte) 0xff;
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, lying, BOTH), "outside the field");
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(new byte[32], s, 68), BOTH), "r is 0");
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(new byte[0], new byte[0], 68), BOTH));
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(new byte[32], new byte[32], 68), BOTH), "both are 0");
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(r, new byte[32], 68), BOTH), "s is 0");
        byte[] order = Hex.bytes("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
        assertFalse(verifier.isValid(HashAlgorithm.SHA256, wire(order, order, 68), BOTH), "both are the order");
    }

    private static byte[] wire(byte[] r, byte[] s, int length) {
        return ByteBuffer.allocate(Math.max(length, 4 + r.length + s.length))
                .putShort((short) r.length)
                .putShort((short) s.length)
                .put(r)
                .put(s)
                .array();
    }

    @Test
    void shouldNotSignOnceDestroyed() {
        for (String spec : new String[] {"ec:secp256r1", "rsa:1024"}) {
            SigningKey key = SigningKey.generate(KeySpec.parse(spec));
            Signer signer = Signer.of(key);
            key.destroy();
            assertEquals(
                    Reason.DESTROYED,
                    assertThrows(CryptoFailure.class, () -> signer.sign(HashAlgorithm.SHA256, BOTH))
                            .reason());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rsa:2048, rsa:2048",
        "RSA:1024, rsa:1024",
        "rsa:3072, rsa:3072",
        "ec:prime256v1, ec:secp256r1",
        "ec:SECP384R1, ec:secp384r1",
        "' ec:secp521r1', ec:secp521r1"
    })
    void shouldReadKeySpecs(String text, String canonical) {
        assertEquals(canonical, KeySpec.parse(text).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "rsa, kind of key",
        "rsa:, number of bits",
        "rsa:big, number of bits",
        "rsa:512, outside 1024 to 3072",
        "rsa:4096, outside 1024 to 3072",
        "rsa:-1024, outside",
        "rsa:1040, multiple of 32",
        "ec:secp224r1, no known curve",
        "ec:, no known curve",
        "dsa:1024, kind of key",
        "'', kind of key"
    })
    void shouldSayWhatIsWrongWithAKeySpec(String text, String part) {
        String message = assertThrows(IllegalArgumentException.class, () -> KeySpec.parse(text))
                .getMessage();
        assertTrue(message.contains(part), message);
    }
}
