package io.uftpengine.core.protocol.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.core.protocol.cc.TfmccLimits;
import org.junit.jupiter.api.Test;

class TfmccRateTest {
    private static final long GRTT = 10_000_000;
    private static final int PACKET = 1000;
    /** One packet a GRTT. */
    private static final long STEP = 100_000;

    private static TfmccRate rate(long min, long init, long max) {
        TfmccRate rate = new TfmccRate(PACKET, new TfmccLimits(min, init, max));
        rate.start(GRTT);
        return rate;
    }

    private static void answer(TfmccRate rate, double reported) {
        rate.onCongCtrl();
        rate.follow(reported, GRTT, true, GRTT);
    }

    @Test
    void shouldBeginWithAPacketAGrttOrAsToldTo() {
        assertEquals(4 * STEP, rate(0, 0, 0).bytesPerSecond());
        assertTrue(rate(0, 0, 0).isSlowStart());
        assertEquals(5_000_000, rate(0, 5_000_000, 0).bytesPerSecond());
        assertEquals(50_000, rate(0, 0, 50_000).bytesPerSecond());
        assertFalse(rate(0, 0, 50_000).isSlowStart());
        assertEquals(500_000, rate(500_000, 0, 0).bytesPerSecond());
    }

    @Test
    void shouldDoubleAtMostForEachQuestionInSlowStart() {
        TfmccRate rate = rate(0, 0, 0);
        answer(rate, 1e12);
        assertEquals(8 * STEP, rate.bytesPerSecond());
        for (int i = 0; i < 1000; i++) {
            rate.follow(1e12, GRTT, true, GRTT);
        }
        assertEquals(8 * STEP, rate.bytesPerSecond(), "no question, no increase");
        answer(rate, 1_250_000);
        assertEquals(1_250_000, rate.bytesPerSecond());
    }

    @Test
    void shouldRiseByAPacketAGrttAfterSlowStart() {
        TfmccRate rate = rate(0, 1_000_000, 0);
        rate.leaveSlowStart();
        answer(rate, 1e12);
        assertEquals(1_000_000 + STEP, rate.bytesPerSecond());
        rate.follow(1e12, GRTT, true, GRTT);
        assertEquals(1_000_000 + STEP, rate.bytesPerSecond());
        answer(rate, 1_150_000);
        assertEquals(1_150_000, rate.bytesPerSecond());
    }

    @Test
    void shouldRiseByAPacketARoundTripOfANearReceiver() {
        TfmccRate rate = rate(0, 1_000_000, 0);
        rate.leaveSlowStart();
        rate.onCongCtrl();
        rate.follow(1e12, GRTT / 10, true, GRTT);
        assertEquals(1_000_000 + 10 * STEP, rate.bytesPerSecond());
    }

    /** Answers pile up behind a pause; their questions do not. */
    @Test
    void shouldNotSaveUpManyIncreases() {
        TfmccRate rate = rate(0, 1_000_000, 0);
        rate.leaveSlowStart();
        for (int i = 0; i < 100; i++) {
            rate.onCongCtrl();
        }
        for (int i = 0; i < 100; i++) {
            rate.follow(1e12, GRTT, true, GRTT);
        }
        assertEquals(1_000_000 + 2 * STEP, rate.bytesPerSecond());
    }

    @Test
    void shouldNotRiseUnused() {
        TfmccRate rate = rate(0, 1_000_000, 0);
        rate.onCongCtrl();
        rate.follow(1e12, GRTT, false, GRTT);
        assertEquals(1_000_000, rate.bytesPerSecond());
    }

    @Test
    void shouldFallAtOnce() {
        TfmccRate rate = rate(0, 10_000_000, 0);
        rate.follow(3_000_000, GRTT, false, GRTT);
        assertEquals(3_000_000, rate.bytesPerSecond());
        rate.lower(2_000_000, GRTT);
        assertEquals(2_000_000, rate.bytesPerSecond());
        rate.lower(9_000_000, GRTT);
        assertEquals(2_000_000, rate.bytesPerSecond());
        rate.halve(GRTT);
        assertEquals(1_000_000, rate.bytesPerSecond());
    }

    @Test
    void shouldNotLeaveItsBounds() {
        TfmccRate rate = rate(400_000, 0, 2_000_000);
        for (int i = 0; i < 100; i++) {
            answer(rate, 1e15);
        }
        assertEquals(2_000_000, rate.bytesPerSecond());
        assertFalse(rate.isSlowStart());
        for (int i = 0; i < 100; i++) {
            rate.halve(GRTT);
        }
        rate.lower(1, GRTT);
        assertEquals(400_000, rate.bytesPerSecond());
        assertTrue(rate.isSlowStart());
    }

    @Test
    void shouldNotFallBelowAPacketAGrttUnlessToldSo() {
        TfmccRate rate = rate(0, 1_000_000, 0);
        rate.lower(0, GRTT);
        assertEquals(STEP, rate.bytesPerSecond());
        TfmccRate bound = rate(1000, 1_000_000, 0);
        bound.lower(0, GRTT);
        assertEquals(1000, bound.bytesPerSecond());
        assertEquals(1_000_000_000L, bound.intervalNs());
    }
}
