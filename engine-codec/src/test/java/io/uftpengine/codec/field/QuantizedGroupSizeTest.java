package io.uftpengine.codec.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wire facts 2.2. */
class QuantizedGroupSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0x00, 0",
        "1, 0x18, 1",
        "2, 0x30, 2",
        "3, 0x50, 3",
        "9, 0xE8, 9",
        "10, 0x19, 9",
        "100, 0x1A, 94",
        "1000, 0x1B, 938",
        "99, 0x1A, 94",
        "100000000, 0xFF, 96875000",
        "2147483647, 0xFF, 96875000",
        "-1, 0, 0"
    })
    void shouldEncodeMeasuredSamplesAndLimits(int receivers, int code, int decoded) {
        assertEquals(code, QuantizedGroupSize.encode(receivers));
        assertEquals(decoded, QuantizedGroupSize.decode(code));
    }

    @Test
    void shouldStayWithinAFifth() {
        for (int receivers = 1; receivers <= 100_000; receivers++) {
            int decoded = QuantizedGroupSize.decode(QuantizedGroupSize.encode(receivers));
            int expected = receivers;
            assertTrue(
                    Math.abs(decoded - receivers) <= Math.max(1, receivers * 0.2), () -> expected + " as " + decoded);
        }
    }
}
