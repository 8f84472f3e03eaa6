package io.uftpengine.crypto.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final byte[] ABC = "abc".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA1 = "A9:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D";
    private static final String SHA256 =
            "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:" + "B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    @Test
    void shouldHashTheWholeBlob() {
        assertEquals(SHA1, Fingerprint.sha1(ABC).toString());
        assertEquals(SHA256, Fingerprint.sha256(ABC).toString());
    }

    @Test
    void shouldReadAndMatchEitherKind() {
        for (String text : new String[] {SHA1, SHA256, SHA1.toLowerCase(java.util.Locale.ROOT)}) {
            Fingerprint fingerprint = Fingerprint.parse(text);
            assertTrue(fingerprint.matches(ABC));
            assertFalse(fingerprint.matches(new byte[] {'a', 'b', 'd'}));
            assertFalse(fingerprint.matches(new byte[0]));
        }
        assertEquals(Fingerprint.sha1(ABC), Fingerprint.parse(SHA1));
        assertEquals(Fingerprint.sha1(ABC).hashCode(), Fingerprint.parse(SHA1).hashCode());
        assertNotEquals(Fingerprint.sha1(ABC), Fingerprint.sha256(ABC));
        assertEquals(32, Fingerprint.parse(SHA256).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A9",
                "A9:99",
                "A9993E3647",
                "zz:99:3E:36:47:06:81:6A:BA:3E:25:71:78:50:C2:6C:9C:D0:D8:9D",
                ":"
            })
    void shouldRefuseWhatIsNone(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(text))
                .getMessage();
        assertTrue(message.contains("fingerprint") && message.contains(";"), message);
    }

    @Test
    void shouldRefuseLengthsThatNameNoKey() {
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(SHA1.substring(3)));
        assertThrows(IllegalArgumentException.class, () -> Fingerprint.parse(SHA1 + ":00"));
    }
}
