package io.uftpengine.crypto.packet;

import io.uftpengine.crypto.api.ReplayWindow;
import java.util.Arrays;

/**
 * Remembers the highest counter and the {@value #SIZE} values up to it, in any order (the reference checks no order at all,
 * wire facts 6.6). Allocates nothing after construction. Used by one thread.
 */
public final class SlidingReplayWindow implements ReplayWindow {
    /** Counter values. Far more than a network reorders: receivers drop what is over 5 packets late (wire facts T10). */
    public static final int SIZE = 1_024;

    private final long[] seen = new long[SIZE / Long.SIZE];
    private long highest;
    private boolean isEmpty = true;

    @Override
    public Verdict admit(long counter) {
        if (isEmpty || Long.compareUnsigned(counter, highest) > 0) {
            advanceTo(counter);
            mark(counter);
            return Verdict.FRESH;
        }
        if (Long.compareUnsigned(highest - counter, SIZE) >= 0) {
            return Verdict.TOO_OLD;
        }
        if (isMarked(counter)) {
            return Verdict.REPLAYED;
        }
        mark(counter);
        return Verdict.FRESH;
    }

    /** Forgets the values that leave the window: their places are those of the values that enter it. */
    private void advanceTo(long counter) {
        if (isEmpty || Long.compareUnsigned(counter - highest, SIZE) >= 0) {
            Arrays.fill(seen, 0);
            isEmpty = false;
        } else {
            for (long value = highest + 1; value != counter; value++) {
                seen[word(value)] &= ~bit(value);
            }
            seen[word(counter)] &= ~bit(counter);
        }
        highest = counter;
    }

    private boolean isMarked(long counter) {
        return (seen[word(counter)] & bit(counter)) != 0;
    }

    private void mark(long counter) {
        seen[word(counter)] |= bit(counter);
    }

    private static int word(long counter) {
        return (int) (counter & (SIZE - 1)) / Long.SIZE;
    }

    private static long bit(long counter) {
        return 1L << counter;
    }
}
