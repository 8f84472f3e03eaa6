package io.uftpengine.crypto.packet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.ReplayWindow;
import io.uftpengine.crypto.api.ReplayWindow.Verdict;
import io.uftpengine.crypto.testkit.Seeds;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlidingReplayWindowTest {
    private static final int SIZE = SlidingReplayWindow.SIZE;

    @Test
    void shouldAdmitEachCounterOnceInAnyOrderWithinTheWindow() {
        ReplayWindow window = new SlidingReplayWindow();
        for (long counter = SIZE; counter >= 1; counter--) {
            assertEquals(Verdict.FRESH, window.admit(counter));
        }
        for (long counter = 1; counter <= SIZE; counter++) {
            assertEquals(Verdict.REPLAYED, window.admit(counter));
        }
    }

    @Test
    void shouldRefuseWhatIsBehindTheWindow() {
        ReplayWindow window = new SlidingReplayWindow();
        assertEquals(Verdict.FRESH, window.admit(SIZE + 10));
        assertEquals(Verdict.FRESH, window.admit(11));
        assertEquals(Verdict.TOO_OLD, window.admit(10));
        assertEquals(Verdict.TOO_OLD, window.admit(0));
    }

    @Test
    void shouldForgetWhatLeftTheWindowWhenItsPlaceIsTakenAgain() {
        ReplayWindow window = new SlidingReplayWindow();
        assertEquals(Verdict.FRESH, window.admit(5));
        assertEquals(Verdict.FRESH, window.admit(SIZE + 4));
        assertEquals(Verdict.FRESH, window.admit(SIZE + 6), "takes the window past the place of 5");
        assertEquals(Verdict.FRESH, window.admit(SIZE + 5), "which it shares, and is fresh");
        assertEquals(Verdict.REPLAYED, window.admit(SIZE + 5));
        assertEquals(Verdict.TOO_OLD, window.admit(5));
    }

    @Test
    void shouldClearTheWholeWindowOnALongJump() {
        ReplayWindow window = new SlidingReplayWindow();
        for (long counter = 1; counter <= SIZE; counter++) {
            window.admit(counter);
        }
        long far = 10L * SIZE;
        assertEquals(Verdict.FRESH, window.admit(far));
        for (long counter = far - SIZE + 1; counter < far; counter++) {
            assertEquals(Verdict.FRESH, window.admit(counter));
        }
        assertEquals(Verdict.TOO_OLD, window.admit(far - SIZE));
    }

    @Test
    void shouldTakeCountersAsUnsigned() {
        ReplayWindow window = new SlidingReplayWindow();
        assertEquals(Verdict.FRESH, window.admit(Long.MAX_VALUE));
        assertEquals(Verdict.FRESH, window.admit(Long.MIN_VALUE), "the next one, unsigned");
        assertEquals(Verdict.REPLAYED, window.admit(Long.MAX_VALUE));
        assertEquals(Verdict.FRESH, window.admit(-1));
        assertEquals(Verdict.REPLAYED, window.admit(-1));
        assertEquals(Verdict.TOO_OLD, window.admit(0), "nothing comes after the last value");
    }

    @Test
    void shouldAdmitZeroFirst() {
        ReplayWindow window = new SlidingReplayWindow();
        assertEquals(Verdict.FRESH, window.admit(0));
        assertEquals(Verdict.REPLAYED, window.admit(0));
    }

    /** Against a model that remembers everything. */
    @Test
    void shouldJudgeAsTheModelDoes() {
        Random random = Seeds.random("SlidingReplayWindowTest");
        for (int round = 0; round < 20; round++) {
            ReplayWindow window = new SlidingReplayWindow();
            Set<Long> seen = new HashSet<>();
            Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
            BigInteger highest = BigInteger.valueOf(-1);
            long base = random.nextInt(4) == 0 ? random.nextLong() & ~0xffffffL : 0;
            for (int i = 0; i < 5_000; i++) {
                long counter = base + Math.max(0, i + jump(random));
                BigInteger value = new BigInteger(Long.toUnsignedString(counter));
                Verdict expected;
                if (highest.subtract(value).compareTo(BigInteger.valueOf(SIZE)) >= 0) {
                    expected = Verdict.TOO_OLD;
                } else if (seen.add(counter)) {
                    expected = Verdict.FRESH;
                    highest = highest.max(value);
                } else {
                    expected = Verdict.REPLAYED;
                }
                int step = i;
                assertEquals(expected, window.admit(counter), () -> "step " + step + " counter " + counter);
                verdicts.merge(expected, 1, Integer::sum);
            }
            assertTrue(verdicts.size() == Verdict.values().length, () -> "all verdicts occur: " + verdicts);
        }
    }

    private static int jump(Random random) {
        return switch (random.nextInt(10)) {
            case 0 -> -random.nextInt(3 * SIZE);
            case 1 -> random.nextInt(SIZE / 2);
            case 2 -> random.nextInt(2_000) == 0 ? 3 * SIZE : 0;
            default -> -random.nextInt(8);
        };
    }
}
