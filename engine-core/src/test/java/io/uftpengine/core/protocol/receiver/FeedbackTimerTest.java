package io.uftpengine.core.protocol.receiver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FeedbackTimerTest {
    private static final long MS = 1_000_000;
    private static final long GRTT = 100 * MS;

    @Test
    void shouldBeDueAtOnceWhenAlone() {
        FeedbackTimer timer = new FeedbackTimer(1);
        timer.start(1, GRTT, 7);
        assertTrue(timer.isDue(7));
    }

    @Test
    void shouldStayWithinTheRound() {
        for (int seed = 0; seed < 1000; seed++) {
            FeedbackTimer timer = new FeedbackTimer(seed);
            timer.start(100, GRTT, -5 * MS);
            long delay = timer.deadlineNs() + 5 * MS;
            assertTrue(delay >= 0 && delay <= FeedbackTimer.ROUND_GRTTS * GRTT, "delay " + delay);
        }
    }

    /** The first of n answers after about a third of the round; few come before it could have silenced them. */
    @Test
    void shouldLetFewBeFirst() {
        for (int receivers : new int[] {10, 100, 1000, 10_000}) {
            int early = 0;
            long first = Long.MAX_VALUE;
            for (int id = 0; id < receivers; id++) {
                FeedbackTimer timer = new FeedbackTimer(0x1234_5678L << 32 ^ id);
                timer.start(receivers, GRTT, 0);
                first = Math.min(first, timer.deadlineNs());
            }
            for (int id = 0; id < receivers; id++) {
                FeedbackTimer timer = new FeedbackTimer(0x1234_5678L << 32 ^ id);
                timer.start(receivers, GRTT, 0);
                early += timer.deadlineNs() <= first + GRTT ? 1 : 0;
            }
            assertTrue(early <= 30, early + " of " + receivers + " answer before the first is known");
        }
    }

    @Test
    void shouldRepeatWithItsSeedAndDifferWithAnother() {
        assertEquals(delays(1), delays(1));
        assertFalse(delays(1).equals(delays(2)));
    }

    private static String delays(long seed) {
        StringBuilder delays = new StringBuilder();
        FeedbackTimer timer = new FeedbackTimer(seed);
        for (int i = 0; i < 10; i++) {
            timer.start(50, GRTT, 0);
            delays.append(timer.deadlineNs()).append(' ');
        }
        return delays.toString();
    }

    @Test
    void shouldStop() {
        FeedbackTimer timer = new FeedbackTimer(1);
        assertFalse(timer.isRunning());
        timer.start(1, GRTT, 0);
        timer.stop();
        assertFalse(timer.isRunning());
        assertFalse(timer.isDue(Long.MAX_VALUE - 1));
    }
}
