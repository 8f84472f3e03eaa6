package io.uftpengine.core.protocol.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TfmccEquationTest {
    private static final long MS = 1_000_000;

    /** RFC 4654 2.1, by hand: 1360 / (0.1 * (sqrt(2 * 0.01 / 3) + 12 * sqrt(3 * 0.01 / 8) * 0.01 * 1.0032)). */
    @Test
    void shouldFollowTheEquation() {
        assertEquals(152_790, TfmccEquation.rate(1360, 100 * MS, 0.01), 100);
    }

    @Test
    void shouldFallWithLossAndWithTheWay() {
        assertTrue(TfmccEquation.rate(1360, 100 * MS, 0.02) < TfmccEquation.rate(1360, 100 * MS, 0.01));
        assertEquals(TfmccEquation.rate(1360, 100 * MS, 0.01) / 2, TfmccEquation.rate(1360, 200 * MS, 0.01), 1);
    }

    /** What a first loss leaves is the rate at which it happened, not an eighth of it as the reference's. */
    @Test
    void shouldInvertTheEquationWhereLossIsRare() {
        for (double rate : new double[] {1e6, 5e6, 1e8}) {
            double interval = TfmccEquation.interval(rate, 50 * MS, 1360);
            double back = TfmccEquation.rate(1360, 50 * MS, 1 / interval);
            assertEquals(rate, back, rate / 20);
        }
    }

    @Test
    void shouldPaceTheHandshakeByTheLowestBound() {
        assertEquals(128_000, TfmccLimits.NONE.handshakeBytesPerSecond());
        assertEquals(50_000, new TfmccLimits(0, 0, 50_000).handshakeBytesPerSecond());
        assertEquals(20_000, new TfmccLimits(0, 20_000, 50_000).handshakeBytesPerSecond());
        assertEquals(128_000, new TfmccLimits(0, 500_000, 0).handshakeBytesPerSecond());
    }

    @Test
    void shouldRejectBoundsOutOfOrder() {
        assertThrows(IllegalArgumentException.class, () -> new TfmccLimits(2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new TfmccLimits(0, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> new TfmccLimits(2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new TfmccLimits(-1, 0, 0));
    }
}
