package io.uftpengine.core.protocol.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossHistoryTest {
    private static final long MS = 1_000_000;
    private static final long GRTT = 10 * MS;
    /** Time between two packets. */
    private static final long STEP = MS;

    private int sequence = 1;
    private long now = -5_000 * MS;
    private double synthetic;
    private final LossHistory losses = new LossHistory(0, atNs -> synthetic, now);

    private void packets(int count) {
        for (int i = 0; i < count; i++) {
            now += STEP;
            losses.onPacket(sequence++ & 0xFFFF, GRTT, now);
        }
    }

    private void lose(int count) {
        now += count * STEP;
        sequence += count;
    }

    @Test
    void shouldSeeNoLossWhereThereIsNone() {
        packets(200_000);
        assertEquals(0, losses.lossEventRate());
    }

    @Test
    void shouldCountALossOnlyWhenItCannotComeAnyMore() {
        packets(100);
        lose(1);
        packets(LossHistory.TOLERANCE);
        assertEquals(0, losses.lossEventRate(), "it may be late");
        packets(1);
        assertTrue(losses.lossEventRate() > 0);
    }

    @Test
    void shouldTakeALatePacketForNoLoss() {
        packets(100);
        int late = sequence++;
        packets(LossHistory.TOLERANCE);
        assertFalse(losses.onPacket(late, GRTT, now));
        packets(1000);
        assertEquals(0, losses.lossEventRate());
    }

    @Test
    void shouldTakeAPacketThatIsTooLateForLost() {
        packets(100);
        int late = sequence++;
        packets(LossHistory.TOLERANCE + 1);
        losses.onPacket(late, GRTT, now);
        assertTrue(losses.lossEventRate() > 0);
    }

    @Test
    void shouldNotMindDuplicates() {
        packets(50);
        for (int i = 0; i < 1000; i++) {
            losses.onPacket(sequence - 1, GRTT, now);
            losses.onPacket(sequence - 20, GRTT, now);
        }
        packets(50);
        assertEquals(0, losses.lossEventRate());
    }

    @Test
    void shouldCountWhatIsLostWithinAGrttOnce() {
        packets(1000);
        lose(1);
        packets(4);
        lose(2);
        packets(3);
        double once = losses.lossEventRate();
        packets(1000);
        // Two intervals: 1000 packets until the event, and what came since.
        assertEquals(1 / 1000.0, once, 1e-5);
        assertEquals(1 / 1009.0, losses.lossEventRate(), 1e-5, "one interval is open, the other closed");
    }

    @Test
    void shouldWeighEightIntervals() {
        // The events are 100 apart, each more than a GRTT after the last.
        packets(99);
        for (int i = 0; i < 20; i++) {
            lose(1);
            packets(99);
        }
        assertEquals(0.01, losses.lossEventRate(), 1e-4);
    }

    @Test
    void shouldForgetOldIntervals() {
        packets(20);
        for (int i = 0; i < 10; i++) {
            lose(1);
            packets(19);
        }
        double before = losses.lossEventRate();
        for (int i = 0; i < 9; i++) {
            packets(1000);
            lose(1);
        }
        packets(6);
        assertEquals(0.05, before, 0.003);
        assertEquals(1 / 1001.0, losses.lossEventRate(), 1e-5);
    }

    @Test
    void shouldLetTheRateFallWhileNothingMoreIsLost() {
        packets(99);
        lose(1);
        packets(99);
        lose(1);
        double last = 1;
        for (int i = 0; i < 10; i++) {
            packets(200);
            double rate = losses.lossEventRate();
            assertTrue(rate < last, "from " + last + " to " + rate);
            last = rate;
        }
    }

    /** The interval before the first loss says little when the rate has grown all the time; but more than nothing. */
    @Test
    void shouldBeginWithWhatTheRateSaysOrWithWhatWasSeenIfThatIsMore() {
        synthetic = 5000;
        packets(100);
        lose(1);
        packets(6);
        assertEquals(1 / 5000.0, losses.lossEventRate(), 1e-9);
        LossHistory other = new LossHistory(0, atNs -> 0.1, 0);
        for (int i = 1; i < 200; i++) {
            if (i != 150) {
                other.onPacket(i, GRTT, i * STEP);
            }
        }
        assertEquals(1 / 150.0, other.lossEventRate(), 1e-9);
    }

    @ParameterizedTest
    @ValueSource(ints = {65_530, 65_535, 0, 3})
    void shouldCountOnRoundTheCorner(int lost) {
        sequence = 65_000;
        LossHistory around = new LossHistory(sequence - 1, atNs -> 0, now);
        for (int i = 0; i < 2000; i++) {
            int number = sequence + i & 0xFFFF;
            now += STEP;
            if (number != lost) {
                around.onPacket(number, GRTT, now);
            }
        }
        int before = (lost - 64_999) & 0xFFFF;
        assertEquals(1.0 / Math.max(before, 1999 - before), around.lossEventRate(), 1e-6);
    }

    @Test
    void shouldBeginAnewWhenTheNumbersHaveTurned() {
        packets(1000);
        lose(40_000);
        packets(2000);
        assertEquals(0, losses.lossEventRate(), "nobody knows what was lost");
        lose(1);
        packets(20);
        assertTrue(losses.lossEventRate() > 0, "but it goes on");
    }

    @Test
    void shouldCutALongGapIntoEventsOfAGrtt() {
        packets(1000);
        lose(200);
        packets(6);
        // 200 packets in 200 ms: an event every 10 ms, so that all eight intervals are of about ten packets.
        assertEquals(1 / 10.5, losses.lossEventRate(), 0.01);
    }

    @Test
    void shouldSurviveAGapInNoTime() {
        packets(10);
        losses.onPacket(sequence + 30_000, GRTT, now);
        assertEquals(1.0 / 10_000, losses.lossEventRate(), 1e-3);
    }

    @Test
    void shouldCountARefusedPacketAsLost() {
        packets(100);
        losses.onRefused(GRTT, now);
        losses.onRefused(GRTT, now);
        assertEquals(0.01, losses.lossEventRate(), 1e-4);
    }

    @Test
    void shouldStayInBoundsWhateverComes() {
        long seed = Long.getLong("sim.seed", System.nanoTime());
        System.out.println("LossHistoryTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            now += random.nextInt(3) * STEP / 2;
            int number = random.nextInt(10) == 0 ? random.nextInt() & 0xFFFF : sequence++ & 0xFFFF;
            losses.onPacket(number, random.nextInt(1, 20) * MS, now);
            double rate = losses.lossEventRate();
            assertTrue(rate >= 0 && rate <= 1, "rate " + rate);
        }
    }

    @Test
    void shouldNotAllocate() {
        packets(100_000);
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        ReceiveRate rate = new ReceiveRate(now);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100_000; i++) {
            packets(1);
            if (i % 100 == 0) {
                lose(1);
            }
            rate.onPacket(1360, true, GRTT, now);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < 100_000, "allocated " + allocated + " bytes for 100000 packets");
    }
}
