package io.uftpengine.core.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GrttEstimatorTest {
    private static final long MS = 1_000_000;

    private static GrttEstimator estimator(long packetIntervalNs) {
        return new GrttEstimator(500 * MS, 10 * MS, 15_000 * MS, packetIntervalNs);
    }

    @Test
    void shouldAdvertiseTheInitialValueUntilMeasured() {
        GrttEstimator grtt = estimator(0);
        assertEquals(157, grtt.code());
        assertFalse(grtt.adjust(0));
        assertEquals(500 * MS, grtt.grttNs());
    }

    @Test
    void shouldTakeTheFirstMeasurementWhole() {
        GrttEstimator grtt = estimator(0);
        assertTrue(grtt.adjust(100 * MS));
        assertEquals(100 * MS, grtt.grttNs());
        assertEquals(136, grtt.code());
    }

    @Test
    void shouldFallByATenthAtMost() {
        GrttEstimator grtt = estimator(0);
        grtt.adjust(100 * MS);
        grtt.adjust(20 * MS);
        assertEquals(90 * MS, grtt.grttNs());
        grtt.adjust(20 * MS);
        assertEquals(81 * MS, grtt.grttNs());
        grtt.adjust(80 * MS);
        assertEquals(80 * MS, grtt.grttNs());
    }

    @Test
    void shouldRiseAtOnce() {
        GrttEstimator grtt = estimator(0);
        grtt.adjust(20 * MS);
        grtt.adjust(900 * MS);
        assertEquals(900 * MS, grtt.grttNs());
    }

    @Test
    void shouldStayWithinItsBounds() {
        GrttEstimator grtt = estimator(0);
        grtt.adjust(MS);
        assertEquals(10 * MS, grtt.grttNs());
        assertEquals(106, grtt.code());
        grtt.adjust(999_000 * MS);
        assertEquals(15_000 * MS, grtt.grttNs());
        assertEquals(201, grtt.code());
        assertFalse(grtt.adjust(999_000 * MS));
    }

    @Test
    void shouldAdvertiseNoLessThanThePacketInterval() {
        GrttEstimator grtt = estimator(40 * MS);
        grtt.adjust(MS);
        assertEquals(10 * MS, grtt.grttNs());
        assertEquals(40 * MS, grtt.advertisedNs());
        assertTrue(grtt.receiversNs() >= 40 * MS && grtt.receiversNs() < 44 * MS);
    }

    @Test
    void shouldReadEchoes() {
        assertEquals(20 * MS, RttSample.of(980_000, 1_000_000));
        assertEquals(0, RttSample.of(1_000_002, 1_000_000), "both ends cut their times");
        assertEquals(RttSample.IMPLAUSIBLE, RttSample.of(1_000_003, 1_000_000));
        assertEquals(1_000_000 * MS, RttSample.of(0, 1_000_000_000));
        assertEquals(RttSample.IMPLAUSIBLE, RttSample.of(-1, 1_000_000_000));
        assertEquals(RttSample.IMPLAUSIBLE, RttSample.of(Long.MIN_VALUE, 1_700_000_000_000_000L));
        assertEquals(RttSample.IMPLAUSIBLE, RttSample.of(Long.MAX_VALUE, 1_700_000_000_000_000L));
    }

    @Test
    void shouldCountSequenceNumbersRound() {
        SequenceCounter counter = new SequenceCounter();
        for (int i = 0; i <= 0xFFFF; i++) {
            assertEquals(i, counter.next());
        }
        assertEquals(0, counter.next());
    }

    @Test
    void shouldRetryQuicklyFirstAndWithinTheLimit() {
        for (int robust : new int[] {10, 20, 50}) {
            RetryTimer timer = RetryTimer.patient(robust);
            long now = 0;
            timer.attempt(10 * MS, now);
            assertEquals(30 * MS, timer.deadlineNs());
            while (!timer.isExhausted()) {
                now = timer.deadlineNs();
                timer.attempt(10 * MS, now);
            }
            assertEquals(robust, timer.attempts());
            assertTrue(timer.deadlineNs() <= robust * 30 * MS + RetryTimer.PATIENCE_NS);
            assertTrue(timer.deadlineNs() > robust * 30 * MS + RetryTimer.PATIENCE_NS / 2);
        }
    }

    @Test
    void shouldRetryEvenlyWhenTold() {
        RetryTimer timer = RetryTimer.even(20);
        long now = 0;
        while (!timer.isExhausted()) {
            timer.attempt(10 * MS, now);
            now = timer.deadlineNs();
        }
        assertEquals(600 * MS, now);
    }
}
