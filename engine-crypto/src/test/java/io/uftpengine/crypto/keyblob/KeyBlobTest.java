package io.uftpengine.crypto.keyblob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyBlobTest {
    private static Reason refusal(byte[] blob) {
        return assertThrows(CryptoFailure.class, () -> PublicKeyBlob.decode(blob), () -> Hex.of(blob))
                .reason();
    }

    private static byte[] with(byte[] blob, int at, int value) {
        byte[] copy = blob.clone();
        copy[at] = (byte) value;
        return copy;
    }

    @Test
    void shouldLayOutEcKeys() {
        byte[] blob = EcKeyBlob.encode(EcCurve.SECP256R1, EcArithmetic.publicPoint(EcCurve.SECP256R1, BigInteger.ONE));
        assertEquals(
                "02" // type EC
                        + "17" // curve 23
                        + "0040" // length of X and Y
                        + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                        + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
                Hex.of(blob));
    }

    @ParameterizedTest
    @EnumSource(EcCurve.class)
    void shouldReadEcKeysBack(EcCurve curve) throws CryptoFailure {
        ECPublicKey key = (ECPublicKey) Jca.generateEc(curve).getPublic();
        byte[] blob = EcKeyBlob.encode(curve, key.getW());
        assertEquals(curve.blobLength(), blob.length);
        assertEquals(key.getW(), ((ECPublicKey) PublicKeyBlob.decode(blob)).getW());
        assertEquals(key.getW(), ((ECPublicKey) PublicKeyBlob.decode(Arrays.copyOf(blob, blob.length + 3))).getW());
        assertEquals(Reason.BAD_KEY_BLOB, refusal(Arrays.copyOf(blob, blob.length + 4)));
    }

    @ParameterizedTest
    @EnumSource(EcCurve.class)
    void shouldKeepLeadingZerosOfCoordinates(EcCurve curve) throws CryptoFailure {
        int met = 0;
        for (int scalar = 1; scalar < 1_500 && met < 2; scalar++) {
            var point = EcArithmetic.publicPoint(curve, BigInteger.valueOf(scalar));
            if (point.getAffineX().bitLength() <= (curve.coordinateLength() - 1) * Byte.SIZE) {
                byte[] blob = EcKeyBlob.encode(curve, point);
                assertEquals(0, blob[4]);
                assertEquals(point, ((ECPublicKey) PublicKeyBlob.decode(blob)).getW());
                met++;
            }
        }
        assertTrue(met > 0);
    }

    @ParameterizedTest
    @EnumSource(EcCurve.class)
    void shouldRefuseWhatIsNoPointOfTheCurve(EcCurve curve) {
        int length = curve.coordinateLength();
        byte[] blob = EcKeyBlob.encode(curve, EcArithmetic.publicPoint(curve, BigInteger.TEN));
        for (int bit = 0; bit < 2 * length * Byte.SIZE; bit += 13) {
            int at = 4 + bit / Byte.SIZE;
            assertEquals(Reason.BAD_PUBLIC_KEY, refusal(with(blob, at, blob[at] ^ 1 << bit % Byte.SIZE)));
        }
        byte[] infinity = blob.clone();
        Arrays.fill(infinity, 4, infinity.length, (byte) 0);
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(infinity));
        // x + p names the same field element, and is no coordinate.
        BigInteger p = ((ECFieldFp) Jca.parameters(curve).getCurve().getField()).getP();
        BigInteger big = new BigInteger(1, Arrays.copyOfRange(blob, 4, 4 + length)).add(p);
        if (big.bitLength() <= length * Byte.SIZE) {
            byte[] bytes = big.toByteArray();
            byte[] wrapped = blob.clone();
            System.arraycopy(bytes, bytes.length - length, wrapped, 4, length);
            assertEquals(Reason.BAD_PUBLIC_KEY, refusal(wrapped));
        }
        byte[] fieldItself = blob.clone();
        Arrays.fill(fieldItself, 4, 4 + length, (byte) 0xff);
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(fieldItself));
    }

    @Test
    void shouldRefuseMalformedEcBlobs() {
        byte[] blob = EcKeyBlob.encode(EcCurve.SECP256R1, EcArithmetic.publicPoint(EcCurve.SECP256R1, BigInteger.TEN));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(new byte[0]));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(with(blob, 0, 0)));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(with(blob, 0, 3)));
        assertEquals(Reason.WRONG_CURVE, refusal(with(blob, 1, 22)));
        assertEquals(Reason.WRONG_CURVE, refusal(with(blob, 1, 0)));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(with(blob, 1, 24)), "the length of another curve");
        assertEquals(Reason.BAD_KEY_BLOB, refusal(with(blob, 3, 0x41)));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(with(blob, 2, 0xff)));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(new byte[PublicKeyBlob.MAX_LENGTH + 1]));
        for (int length = 1; length < blob.length; length++) {
            assertEquals(Reason.BAD_KEY_BLOB, refusal(Arrays.copyOf(blob, length)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 1056, 2048, 3072})
    void shouldReadRsaKeysBack(int bits) throws CryptoFailure {
        RSAPublicKey key = (RSAPublicKey) Jca.generateRsa(bits).getPublic();
        byte[] blob = RsaKeyBlob.encode(key);
        assertEquals(8 + bits / 8, blob.length);
        ByteBuffer expected = ByteBuffer.allocate(8)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) (bits / 8))
                .putInt(65537);
        assertArrayEquals(expected.array(), Arrays.copyOf(blob, 8));
        RSAPublicKey read = (RSAPublicKey) PublicKeyBlob.decode(blob);
        assertEquals(key.getModulus(), read.getModulus());
        assertEquals(key.getPublicExponent(), read.getPublicExponent());
        assertEquals(Reason.BAD_KEY_BLOB, refusal(Arrays.copyOf(blob, blob.length - 1)));
        assertEquals(Reason.BAD_KEY_BLOB, refusal(Arrays.copyOf(blob, blob.length + 1)), "no padding (wire facts 6.2)");
    }

    @Test
    void shouldRefuseUnusableRsaKeys() throws Exception {
        RSAPublicKey key = (RSAPublicKey) Jca.generateRsa(1024).getPublic();
        byte[] blob = RsaKeyBlob.encode(key);
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(with(blob, 8, 0)), "leading zero in the modulus");
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(with(blob, blob.length - 1, 2)), "even modulus");
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(with(blob, 7, 0)), "even exponent");
        byte[] one = blob.clone();
        one[4] = one[5] = one[6] = 0;
        one[7] = 1;
        assertEquals(Reason.BAD_PUBLIC_KEY, refusal(one), "exponent 1");
        for (int bits : new int[] {512, 992, 1040, 3104, 4096}) {
            BigInteger modulus = BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
            RSAPublicKey odd =
                    (RSAPublicKey) Jca.publicKey("RSA", new RSAPublicKeySpec(modulus, BigInteger.valueOf(65537)));
            assertThrows(CryptoFailure.class, () -> RsaKeyBlob.encode(odd), () -> bits + " bits");
        }
    }

    /** Whatever comes from the network: an answer or a CryptoFailure, nothing else. */
    @Test
    void shouldSurviveRandomBlobs() throws CryptoFailure {
        Random random = Seeds.random("KeyBlobTest");
        byte[][] seeds = {
            EcKeyBlob.encode(EcCurve.SECP521R1, EcArithmetic.publicPoint(EcCurve.SECP521R1, BigInteger.TEN)),
            RsaKeyBlob.encode((RSAPublicKey) Jca.generateRsa(1024).getPublic())
        };
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] blob = Arrays.copyOf(seeds[i % 2], random.nextInt(seeds[i % 2].length + 8));
            for (int flips = random.nextInt(4); flips > 0 && blob.length > 0; flips--) {
                blob[random.nextInt(Math.min(blob.length, 12))] = (byte) random.nextInt();
            }
            try {
                PublicKeyBlob.decode(blob);
            } catch (CryptoFailure expected) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "refused " + refused);
    }
}
