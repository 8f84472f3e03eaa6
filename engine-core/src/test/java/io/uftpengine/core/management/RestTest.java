package io.uftpengine.core.management;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1000000",
        "20000, 1000000",
        "100000, 4900000",
        "2000000, 98000000",
        "3000000, 100000000",
        "9223372036854775807, 100000000"
    })
    void shouldRestFortyNineTimesAsLongAsItWorked(long workNs, long restNs) {
        assertEquals(restNs, Rest.after(workNs));
    }
}
