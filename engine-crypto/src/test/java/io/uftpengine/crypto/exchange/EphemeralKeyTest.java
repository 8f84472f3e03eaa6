package io.uftpengine.crypto.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.keyblob.EcKeyBlob;
import io.uftpengine.crypto.provider.EcArithmetic;
import io.uftpengine.crypto.provider.Jca;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.v5.Premaster;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EphemeralKeyTest {
    private static EphemeralKey key(EcCurve curve, String scalar) throws Exception {
        BigInteger s = new BigInteger(scalar, 16);
        return EphemeralKey.of(
                curve,
                new KeyPair(
                        Jca.publicKey(
                                "EC", new ECPublicKeySpec(EcArithmetic.publicPoint(curve, s), Jca.parameters(curve))),
                        Jca.privateKey("EC", new ECPrivateKeySpec(s, Jca.parameters(curve)))));
    }

    /** NIST CAVP KAS ECC CDH primitive (P-256, P-521) and RFC 5114 A.6 to A.8. The last P-521 one starts with a zero byte. */
    @ParameterizedTest
    @CsvSource({
        "SECP256R1, 7d7dc5f71eb29ddaf80d6214632eeae03d9058af1fb6d22ed80badb62bc1a534,"
                + "700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287,"
                + "db71e509e3fd9b060ddb20ba5c51dcc5948d46fbf640dfe0441782cab85fa4ac,"
                + "46fc62106420ff012e54a434fbdd2d25ccc5852060561e68040dd7778997bd7b",
        "SECP384R1, D27335EA71664AF244DD14E9FD1260715DFD8A7965571C48D709EE7A7962A156D706A90CBCB5DF2986F05FEADB9376F1,"
                + "5CD42AB9C41B5347F74B8D4EFB708B3D5B36DB65915359B44ABC17647B6B9999789D72A84865AE2F223F12B5A1ABC120,"
                + "E171458FEAA939AAA3A8BFAC46B404BD8F6D5B348C0FA4D80CECA16356CA933240BDE8723415A8ECE035B0EDF36755DE,"
                + "5ea1fc4af7256d2055981b110575e0a8cae53160137d904c59d926eb1b8456e427aa8a4540884c37de159a58028abc0e",
        "SECP384R1, 52D1791FDB4B70F89C0F00D456C2F7023B6125262C36A7DF1F80231121CCE3D39BE52E00C194A4132C4A6C768BCD94D2,"
                + "793148F1787634D5DA4C6D9074417D05E057AB62F82054D10EE6B0403D6279547E6A8EA9D1FD77427D016FE27A8B8C66,"
                + "C6C41294331D23E6F480F4FB4CD40504C947392E94F4C3F06B8F398BB29E42368F7A685923DE3B67BACED214A1A1D128,"
                + "5ea1fc4af7256d2055981b110575e0a8cae53160137d904c59d926eb1b8456e427aa8a4540884c37de159a58028abc0e",
        "SECP521R1, 017eecc07ab4b329068fba65e56a1f8890aa935e57134ae0ffcce802735151f4eac6564f6ee9974c5e6887a1fefee5743ae2241bfeb95d5ce31ddcb6f9edb4d6fc47,"
                + "00685a48e86c79f0f0875f7bc18d25eb5fc8c0b07e5da4f4370f3a9490340854334b1e1b87fa395464c60626124a4e70d0f785601d37c09870ebf176666877a2046d,"
                + "01ba52c56fc8776d9e8f5db4f0cc27636d0b741bbe05400697942e80b739884a83bde99e0f6716939e632bc8986fa18dccd443a348b6c3e522497955a4f3c302f676,"
                + "005fc70477c3e63bc3954bd0df3ea0d1f41ee21746ed95fc5e1fdf90930d5e136672d72cc770742d1711c3c3a4c334a0ad9759436a4d3c5bf6e74b9578fac148c831"
    })
    void shouldAgreeAsPublished(EcCurve curve, String scalar, String x, String y, String shared) throws Exception {
        ECPoint peer = new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16));
        SecretBytes agreed = key(curve, scalar).agree(EcKeyBlob.encode(curve, peer));
        assertEquals(shared, Hex.of(agreed.exposed()));
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(Hex.bytes(shared)),
                Premaster.of(agreed).exposed());
    }

    /** One shared X in 256 starts with a zero byte on P-256: it must not get lost. */
    @Test
    void shouldKeepLeadingZerosOfTheSharedCoordinate() throws Exception {
        EcCurve curve = EcCurve.SECP256R1;
        EphemeralKey own = key(curve, "1");
        int withZero = 0;
        for (int scalar = 2; scalar < 1_200; scalar++) {
            // The shared point of 1 and n is n itself.
            ECPoint point = EcArithmetic.publicPoint(curve, BigInteger.valueOf(scalar));
            if (point.getAffineX().bitLength() <= 248) {
                byte[] shared = own.agree(EcKeyBlob.encode(curve, point)).exposed();
                assertEquals(32, shared.length);
                assertEquals(point.getAffineX(), new BigInteger(1, shared));
                withZero++;
            }
        }
        assertEquals(true, withZero > 0, "such points were met");
    }

    @ParameterizedTest
    @EnumSource(EcCurve.class)
    void shouldAgreeWithItsPeer(EcCurve curve) throws CryptoFailure {
        EphemeralKey one = EphemeralKey.generate(curve);
        EphemeralKey two = EphemeralKey.generate(curve);
        assertEquals(curve.blobLength(), one.blob().length);
        SecretBytes shared = one.agree(two.blob());
        assertEquals(curve.coordinateLength(), shared.length());
        assertEquals(shared, two.agree(one.blob()));
    }

    @Test
    void shouldRefuseKeysOnOtherCurvesAndAfterDestruction() throws CryptoFailure {
        EphemeralKey key = EphemeralKey.generate(EcCurve.SECP256R1);
        byte[] other = EphemeralKey.generate(EcCurve.SECP384R1).blob();
        assertEquals(
                Reason.WRONG_CURVE,
                assertThrows(CryptoFailure.class, () -> key.agree(other)).reason());
        byte[] peer = EphemeralKey.generate(EcCurve.SECP256R1).blob();
        key.agree(peer);
        key.destroy();
        key.destroy();
        assertEquals(
                Reason.DESTROYED,
                assertThrows(CryptoFailure.class, () -> key.agree(peer)).reason());
    }
}
