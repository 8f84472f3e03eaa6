package io.uftpengine.crypto.provider;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.CipherSuite;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Published vectors, and another implementation. */
class AeadVectorsTest {
    record Vector(CipherSuite suite, byte[] key, byte[] nonce, byte[] text, byte[] aad, byte[] sealed) {
        @Override
        public String toString() {
            return suite + " text " + text.length + " aad " + aad.length;
        }
    }

    static Stream<Vector> vectors() throws IOException {
        try (InputStream in = AeadVectorsTest.class.getResourceAsStream("/vectors/aead.txt")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
            return lines.stream().filter(line -> !line.startsWith("#")).map(AeadVectorsTest::vector);
        }
    }

    private static Vector vector(String line) {
        String[] f = line.split(" ");
        byte[] text = Hex.bytes(f[5]);
        byte[] tag = Hex.bytes(f[6]);
        byte[] sealed = Arrays.copyOf(text, text.length + tag.length);
        System.arraycopy(tag, 0, sealed, text.length, tag.length);
        return new Vector(
                CipherSuite.valueOf(f[0]), Hex.bytes(f[1]), Hex.bytes(f[2]), Hex.bytes(f[3]), Hex.bytes(f[4]), sealed);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldSealAsPublished(Vector v) {
        byte[] sealed = new byte[v.sealed.length];
        Aeads.create(v.suite, v.key).seal(v.nonce, v.aad, 0, v.aad.length, v.text, 0, v.text.length, sealed, 0);
        assertArrayEquals(v.sealed, sealed);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldOpenAsPublished(Vector v) {
        byte[] text = new byte[v.text.length];
        assertTrue(Aeads.create(v.suite, v.key)
                .open(v.nonce, v.aad, 0, v.aad.length, v.sealed, 0, v.sealed.length, text, 0));
        assertArrayEquals(v.text, text);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void shouldRefuseEachFlippedBit(Vector v) {
        Aead aead = Aeads.create(v.suite, v.key);
        byte[] text = new byte[v.text.length];
        for (int bit = 0; bit < v.sealed.length * Byte.SIZE; bit += 3) {
            byte[] sealed = v.sealed.clone();
            sealed[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertFalse(aead.open(v.nonce, v.aad, 0, v.aad.length, sealed, 0, sealed.length, text, 0), "bit " + bit);
            assertArrayEquals(new byte[text.length], text, "nothing of a forged packet is handed out");
        }
    }

    @Test
    void shouldHaveVectorsOfEachSuite() throws IOException {
        Map<CipherSuite, Integer> counts = new EnumMap<>(CipherSuite.class);
        vectors().forEach(v -> counts.merge(v.suite, 1, Integer::sum));
        assertEquals(
                Map.of(
                        CipherSuite.AES_128_GCM, 5,
                        CipherSuite.AES_256_GCM, 3,
                        CipherSuite.AES_128_CCM, 3,
                        CipherSuite.AES_256_CCM, 3),
                counts);
    }

    /** Packet lengths that no published vector has; Bouncy Castle's own GCM and CCM through JCA are the other side. */
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldAgreeWithAnotherImplementation(CipherSuite suite) throws GeneralSecurityException {
        Random random = Seeds.random("AeadVectorsTest." + suite);
        for (int length : new int[] {0, 1, 15, 16, 17, 1300, 1316, 8800}) {
            byte[] key = Seeds.bytes(random, suite.keyLength());
            byte[] nonce = Seeds.bytes(random, CipherSuite.NONCE_LENGTH);
            byte[] aad = Seeds.bytes(random, 28);
            byte[] text = Seeds.bytes(random, length);
            Cipher other = Cipher.getInstance("AES/" + suite.mode() + "/NoPadding", new BouncyCastleProvider());
            other.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            other.updateAAD(aad);
            byte[] sealed = new byte[length + CipherSuite.TAG_LENGTH];
            Aeads.create(suite, key).seal(nonce, aad, 0, aad.length, text, 0, length, sealed, 0);
            assertArrayEquals(other.doFinal(text), sealed, "length " + length);
        }
    }

    /** One cipher for packets of all lengths in a row, as a session has it: nothing of one may reach into the next. */
    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldAgreeWithAnotherImplementationOnPacketsInARow(CipherSuite suite) throws GeneralSecurityException {
        Random random = Seeds.random("AeadVectorsTest.inARow." + suite);
        byte[] key = Seeds.bytes(random, suite.keyLength());
        Aead sealing = Aeads.create(suite, key);
        Aead opening = Aeads.create(suite, key);
        Cipher other = Cipher.getInstance("AES/" + suite.mode() + "/NoPadding", new BouncyCastleProvider());
        int opened = 0;
        for (int packet = 0; packet < 500; packet++) {
            byte[] nonce = Seeds.bytes(random, CipherSuite.NONCE_LENGTH);
            int aadOffset = random.nextInt(40);
            int aadLength = packet % 3 == 0 ? 28 : random.nextInt(400);
            byte[] aad = Seeds.bytes(random, aadOffset + aadLength + 5);
            int offset = random.nextInt(40);
            int length = packet % 3 == 0 ? random.nextInt(40) : random.nextInt(1500);
            byte[] buffer = Seeds.bytes(random, offset + length + CipherSuite.TAG_LENGTH + 5);
            byte[] text = Arrays.copyOfRange(buffer, offset, offset + length);

            other.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            other.updateAAD(aad, aadOffset, aadLength);
            byte[] expected = buffer.clone();
            System.arraycopy(other.doFinal(text), 0, expected, offset, length + CipherSuite.TAG_LENGTH);
            sealing.seal(nonce, aad, aadOffset, aadLength, buffer, offset, length, buffer, offset);
            assertArrayEquals(expected, buffer, "packet " + packet);

            int sealedLength = length + CipherSuite.TAG_LENGTH;
            byte[] out = new byte[length + 9];
            byte[] tampered = buffer.clone();
            tampered[offset + random.nextInt(sealedLength)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            assertFalse(opening.open(nonce, aad, aadOffset, aadLength, tampered, offset, sealedLength, out, 7));
            byte[] otherNonce = nonce.clone();
            otherNonce[random.nextInt(nonce.length)] ^= 1;
            assertFalse(opening.open(otherNonce, aad, aadOffset, aadLength, buffer, offset, sealedLength, out, 7));
            byte[] otherAad = aad.clone();
            otherAad[aadOffset + (aadLength == 0 ? 0 : random.nextInt(aadLength))] ^= 1;
            assertEquals(
                    aadLength == 0,
                    opening.open(
                            nonce, otherAad, aadOffset, aadLength, buffer, offset, sealedLength, new byte[length], 0));
            assertArrayEquals(new byte[out.length], out, "nothing of a forged packet is handed out");

            assertTrue(opening.open(nonce, aad, aadOffset, aadLength, buffer, offset, sealedLength, out, 7));
            assertArrayEquals(text, Arrays.copyOfRange(out, 7, 7 + length));
            assertArrayEquals(expected, buffer, "opening leaves the packet alone");
            opened++;
        }
        assertEquals(500, opened);
    }

    @Test
    void shouldOverwriteKey() {
        byte[] bytes = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        RawKey key = new RawKey("AES", bytes);
        assertArrayEquals(bytes, key.getEncoded());
        assertFalse(key.isDestroyed());
        key.destroy();
        key.destroy();
        assertTrue(key.isDestroyed());
        assertThrows(IllegalStateException.class, key::getEncoded);
        assertEquals(1, bytes[0], "the caller's own array is the caller's");
    }

    /** More than CCM's two bytes of length can say: refused, not written wrongly. */
    @Test
    void shouldRefuseAdditionalDataThatIsTooLong() {
        Aead aead = Aeads.create(CipherSuite.AES_128_CCM, new byte[16]);
        byte[] nonce = new byte[CipherSuite.NONCE_LENGTH];
        byte[] longest = new byte[0xFF00 - 1];
        byte[] out = new byte[CipherSuite.TAG_LENGTH];
        aead.seal(nonce, longest, 0, longest.length, longest, 0, 0, out, 0);
        byte[] tooLong = new byte[0xFF00];
        assertThrows(
                IllegalArgumentException.class,
                () -> aead.seal(nonce, tooLong, 0, tooLong.length, tooLong, 0, 0, out, 0));
    }

    @ParameterizedTest
    @EnumSource(CipherSuite.class)
    void shouldSealInPlace(CipherSuite suite) {
        Random random = Seeds.random("AeadVectorsTest.inPlace." + suite);
        byte[] key = Seeds.bytes(random, suite.keyLength());
        byte[] nonce = Seeds.bytes(random, CipherSuite.NONCE_LENGTH);
        byte[] text = Seeds.bytes(random, 1300);
        byte[] apart = new byte[1316];
        byte[] inPlace = Arrays.copyOf(text, 1316);
        Aeads.create(suite, key).seal(nonce, text, 0, 28, text, 0, 1300, apart, 0);
        Aeads.create(suite, key).seal(nonce, text, 0, 28, inPlace, 0, 1300, inPlace, 0);
        assertArrayEquals(apart, inPlace);
    }

    @Test
    void shouldRefuseKeyOfWrongLength() {
        assertThrows(IllegalArgumentException.class, () -> Aeads.create(CipherSuite.AES_256_GCM, new byte[16]));
    }
}
