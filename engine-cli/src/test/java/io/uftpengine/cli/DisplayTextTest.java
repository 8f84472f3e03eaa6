package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.uftpengine.core.event.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "67108864, 67.1 MB",
        "9223372036854775807, 9223.4 PB"
    })
    void shouldShortenSizes(long bytes, String text) {
        assertEquals(text, DisplayText.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bit/s", "999, 999 bit/s", "1024000, 1.0 Mbit/s", "2.5e9, 2.5 Gbit/s"})
    void shouldShortenRates(double bits, String text) {
        assertEquals(text, DisplayText.rate(bits));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.0 ms",
        "12345678, 12.3 ms",
        "1234567890, 1.235 s",
        "60000000000, 1:00 min",
        "187999999999, 3:07 min",
        "7387000000000, 2:03:07 h"
    })
    void shouldShortenTimes(long ns, String text) {
        assertEquals(text, DisplayText.duration(ns));
    }

    @ParameterizedTest
    @CsvSource({"0, 0:00", "0.2, 0:01", "61, 1:01", "7387, 2:03:07"})
    void shouldCountDown(double seconds, String text) {
        assertEquals(text, DisplayText.countdown(seconds));
    }

    @Test
    void shouldDefuseNamesFromTheNetwork() {
        assertEquals("a?[2J?b?c\u00e4\uD83D\uDE00", DisplayText.safe("a\u001b[2J\nb\u202Ec\u00e4\uD83D\uDE00"));
    }

    @Test
    void shouldAlignColumnsWithoutBlanksAtTheEnds() {
        assertEquals(
                List.of("A    BB", "aaa", "a    b   c"),
                new TextTable().row("A", "BB").row("aaa", "").row("a", "b", "c").lines());
    }

    @Test
    void shouldLeaveLinesOutRatherThanGrow() {
        ReceiveLines lines = new ReceiveLines();
        for (int i = 0; i < 10_003; i++) {
            lines.onEvent(i, new SessionEvent.PhaseEntered(SessionEvent.Phase.ANNOUNCE));
        }
        List<String> printed = new ArrayList<>();
        lines.drainTo(printed::add);
        assertEquals(10_001, printed.size());
        assertEquals("(3 lines left out)", printed.get(10_000));
    }
}
