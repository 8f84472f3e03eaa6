package io.uftpengine.crypto.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.Seeds;
import java.util.Random;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 5869, appendix A, and another implementation for the hashes that it has no vectors of. */
class HkdfTest {
    private static void assertVector(String key, String salt, String info, String extracted, String expanded) {
        Hkdf hkdf = new Hkdf(HashAlgorithm.SHA256);
        SecretBytes prk = hkdf.extract(Hex.bytes(salt), Hex.bytes(key));
        assertArrayEquals(Hex.bytes(extracted), prk.exposed());
        byte[] okm = Hex.bytes(expanded);
        assertArrayEquals(
                okm, hkdf.expand(prk.exposed(), Hex.bytes(info), okm.length).exposed());
    }

    @Test
    void shouldFollowTestCase1() {
        assertVector(
                "0b".repeat(22),
                "000102030405060708090a0b0c",
                "f0f1f2f3f4f5f6f7f8f9",
                "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
    }

    @Test
    void shouldFollowTestCase2() {
        assertVector(
                range(0x00, 0x4f),
                range(0x60, 0xaf),
                range(0xb0, 0xff),
                "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
                "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                        + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                        + "cc30c58179ec3e87c14c01d5c1f3434f1d87");
    }

    @Test
    void shouldFollowTestCase3() {
        assertVector(
                "0b".repeat(22),
                "-",
                "-",
                "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
    }

    private static String range(int first, int last) {
        StringBuilder hex = new StringBuilder();
        for (int value = first; value <= last; value++) {
            hex.append(String.format("%02x", value));
        }
        return hex.toString();
    }

    @ParameterizedTest
    @EnumSource(HashAlgorithm.class)
    void shouldAgreeWithAnotherImplementation(HashAlgorithm hash) {
        Random random = Seeds.random("HkdfTest." + hash);
        Digest digest =
                switch (hash) {
                    case SHA256 -> new SHA256Digest();
                    case SHA384 -> new SHA384Digest();
                    case SHA512 -> new SHA512Digest();
                };
        Hkdf hkdf = new Hkdf(hash);
        for (int length : new int[] {1, 12, hash.length(), hash.length() + 1, 255 * hash.length()}) {
            byte[] key = Seeds.bytes(random, 32);
            byte[] salt = Seeds.bytes(random, hash.length());
            byte[] info = Seeds.bytes(random, 40);
            HKDFBytesGenerator other = new HKDFBytesGenerator(digest);
            other.init(new HKDFParameters(key, salt, info));
            byte[] expected = new byte[length];
            other.generateBytes(expected, 0, length);
            SecretBytes prk = hkdf.extract(salt, key);
            assertArrayEquals(expected, hkdf.expand(prk.exposed(), info, length).exposed());
        }
    }

    @Test
    void shouldRefuseLengthsThatHkdfCannotMake() {
        Hkdf hkdf = new Hkdf(HashAlgorithm.SHA256);
        byte[] key = new byte[32];
        assertThrows(IllegalArgumentException.class, () -> hkdf.expand(key, key, 0));
        assertThrows(IllegalArgumentException.class, () -> hkdf.expand(key, key, 255 * 32 + 1));
    }
}
