package io.uftpengine.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfmccRangeTest {
    @Test
    void shouldKnowNoneAndNoBounds() throws ValueException {
        assertEquals(Optional.empty(), TfmccRange.parse("none"));
        assertEquals(Optional.of(TfmccRange.UNBOUNDED), TfmccRange.parse("tfmcc"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tfmcc:50000 | 0 | 0 | 51200000",
                "tfmcc:max=50000 | 0 | 0 | 51200000",
                "tfmcc:max=50M,min=100 | 102400 | 0 | 50000000",
                "tfmcc:init=1000:max=50Mbit/s:min=100 | 102400 | 1024000 | 50000000",
                "tfmcc:init=1000 | 0 | 1024000 | 0"
            })
    void shouldTakeBoundsInAnyOrder(String text, long min, long initial, long max) throws ValueException {
        assertEquals(Optional.of(new TfmccRange(min, initial, max)), TfmccRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "None",
                "pgmcc",
                "tfmcc:",
                "tfmcc:fast",
                "tfmcc:max=",
                "tfmcc:max=-1",
                "tfmcc:max=0",
                "tfmcc:low=5",
                "tfmcc:max=5,max=6",
                "tfmcc:max=5,6",
                "tfmcc:min=2,max=1",
                "tfmcc:init=2,max=1",
                "tfmcc:min=2,init=1",
                "tfmcc:min=2,"
            })
    void shouldRefuseEverythingElse(String text) {
        assertThrows(ValueException.class, () -> TfmccRange.parse(text));
    }
}
