package io.uftpengine.core.protocol.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LossBaselineTest {
    private static final double ANY = 1e-9;

    private final LossBaseline baseline = new LossBaseline();

    @Test
    void shouldSettleWhenAsMuchIsLostAtALowerRate() {
        assertFalse(baseline.onReport(0, 0.10, 1000, true));
        assertFalse(baseline.onReport(1, 0.11, 900, true));
        assertFalse(baseline.onReport(2, 0.10, 900, true));
        assertFalse(baseline.onReport(3, 0.09, 900, true), "not low enough");
        assertTrue(baseline.onReport(4, 0.10, 800, true));
        assertEquals(0.10, baseline.share(), ANY);
    }

    @Test
    void shouldNotTakeAnOverflowForTheNetwork() {
        double[] losses = {0.4, 0.2, 0.3, 0.1, 0.02, 0.3, 0.15};
        for (int section = 0; section < losses.length; section++) {
            assertFalse(baseline.onReport(section, losses[section], 1000 - 100 * section, true));
        }
        assertEquals(0, baseline.share(), ANY);
    }

    @Test
    void shouldNotLearnFromWhatWasSentAtTwoRates() {
        for (int section = 0; section < 10; section++) {
            assertFalse(baseline.onReport(section, 0.1, 1000 - 90 * section, false));
        }
    }

    @Test
    void shouldForgetWhenASectionCameWhole() {
        shouldSettleWhenAsMuchIsLostAtALowerRate();
        baseline.onReport(6, 0.2, 800, false);
        assertEquals(0, baseline.share(), ANY);
    }

    @Test
    void shouldSumWhatIsMissingOfNeighbours() {
        for (int section = 0; section < 100; section++) {
            assertTrue(baseline.isNews(section, section, 0));
        }
        assertFalse(baseline.isNews(99, 5, 0), "said before");
        assertEquals(97 + 98 + 99, baseline.missing(97, 99));
        assertEquals(0, baseline.missing(1, 3), "long ago");
        baseline.onPass();
        assertEquals(0, baseline.missing(97, 99));
        assertTrue(baseline.isNews(99, 7, 0));
        assertEquals(7, baseline.missing(0, 99));
    }
}
