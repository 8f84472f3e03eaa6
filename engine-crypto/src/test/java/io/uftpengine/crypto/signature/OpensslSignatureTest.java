package io.uftpengine.crypto.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.keystore.KeyFileReader;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.testkit.KeyFixtures;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Signatures that openssl made. */
class OpensslSignatureTest {
    private static final byte[] MESSAGE =
            "The quick brown fox\nsigned in two parts\n".getBytes(StandardCharsets.US_ASCII);

    private static Stream<String> signatures() throws IOException {
        return KeyFixtures.lines("signatures.txt");
    }

    @ParameterizedTest
    @MethodSource("signatures")
    void shouldVerifySignaturesOfOpenssl(String line) throws Exception {
        String[] fields = line.split(" ");
        SigningKey key =
                KeyFileReader.read(KeyFixtures.path(fields[0] + ".pem")).key();
        HashAlgorithm hash = HashAlgorithm.valueOf(fields[1]);
        byte[] raw = Hex.bytes(fields[2]);
        byte[] signature = key.spec().isRsa() ? raw : minimalWireForm(raw);
        Verifier verifier = Verifier.of(key.blob());
        assertTrue(verifier.isValid(hash, signature, MESSAGE));
        byte[] other = MESSAGE.clone();
        other[0]++;
        assertFalse(verifier.isValid(hash, signature, other));
    }

    /** As older 4.x builds write DER's integers: minimal lengths, zeros at the end (wire facts T17). */
    private static byte[] minimalWireForm(byte[] der) {
        ASN1Sequence sequence = ASN1Sequence.getInstance(der);
        byte[] r = unsigned(ASN1Integer.getInstance(sequence.getObjectAt(0)).getPositiveValue());
        byte[] s = unsigned(ASN1Integer.getInstance(sequence.getObjectAt(1)).getPositiveValue());
        int length = 4 + r.length + s.length;
        return ByteBuffer.allocate((length + 3) / 4 * 4)
                .putShort((short) r.length)
                .putShort((short) s.length)
                .put(r)
                .put(s)
                .array();
    }

    private static byte[] unsigned(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    @Test
    void shouldHaveSignaturesOfEachKindAndHash() throws IOException {
        assertEquals(15, signatures().count());
    }
}
