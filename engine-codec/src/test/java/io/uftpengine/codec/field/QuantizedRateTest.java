package io.uftpengine.codec.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wire facts 2.3. */
class QuantizedRateTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0x0000",
        "-1, 0x0000",
        "1, 0x19A0",
        "10, 0x19A1",
        "9, 0xE660",
        "281474976710655, 0x481E",
        "128000, 0x20C5",
        "9223372036854775807, 0xFFFF"
    })
    void shouldEncode(long rate, int code) {
        assertEquals(code, QuantizedRate.encode(rate));
    }

    @Test
    void shouldEncodeNoLimitAsTheReferenceDoes() {
        assertEquals(0x481E, QuantizedRate.encode(QuantizedRate.UNLIMITED));
        assertEquals(281_494_140_625_000L, QuantizedRate.decode(0x481E));
        assertEquals(0, QuantizedRate.decode(0));
    }

    @Test
    void shouldStayWithinAQuarterPercent() {
        for (double rate = 1000; rate < 1e15; rate *= 1.003) {
            long exact = (long) rate;
            double ratio = (double) QuantizedRate.decode(QuantizedRate.encode(exact)) / exact;
            assertTrue(Math.abs(ratio - 1) < 0.0025, () -> exact + ": ratio " + ratio);
        }
    }

    @Test
    void shouldNeverLeave16Bits() {
        for (int code = 0; code <= 0xFFFF; code++) {
            int again = QuantizedRate.encode(QuantizedRate.decode(code));
            assertEquals(again & 0xFFFF, again);
        }
    }
}
