package io.uftpengine.codec.field;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wire facts 2.1. */
class QuantizedRttTest {
    @ParameterizedTest
    @CsvSource({
        "0.001, 76, 0.001047",
        "0.01, 106, 0.010527",
        "0.1, 136, 0.1058",
        "0.5, 157, 0.5322",
        "1, 166, 1.0633",
        "15, 201, 15.70",
        "1000, 255, 1000"
    })
    void shouldEncodeMeasuredSamples(double seconds, int code, double decoded) {
        assertEquals(code, QuantizedRtt.encode(seconds));
        assertEquals(decoded, QuantizedRtt.decodeSeconds(code), decoded * 1e-3);
        assertEquals(code, QuantizedRtt.encodeNanos(Math.round(seconds * 1e9)));
        assertEquals(QuantizedRtt.decodeSeconds(code) * 1e9, QuantizedRtt.decodeNanos(code), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-5, 0",
        "0.000001, 0",
        "0.000002, 1",
        "0.000032, 31",
        "0.000033, 32",
        "1000.1, 255",
        "1e30, 255"
    })
    void shouldClampAndSwitchToLinear(double seconds, int code) {
        assertEquals(code, QuantizedRtt.encode(seconds));
    }

    @Test
    void shouldEncodeEveryDecodedCodeToItself() {
        for (int code = 0; code <= 255; code++) {
            assertEquals(code, QuantizedRtt.encode(QuantizedRtt.decodeSeconds(code)), "code " + code);
            assertEquals(code, QuantizedRtt.encodeNanos(QuantizedRtt.decodeNanos(code)), 1, "code " + code);
        }
    }

    @Test
    void shouldRoundUpByAtMostEightPercent() {
        for (double seconds = 33e-6; seconds < 1000; seconds *= 1.001) {
            double ratio = QuantizedRtt.decodeSeconds(QuantizedRtt.encode(seconds)) / seconds;
            assertTrue(ratio > 1 - 1e-9 && ratio < 1.081, () -> "ratio " + ratio);
        }
    }
}
