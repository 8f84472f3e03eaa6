package io.uftpengine.core.protocol.receiver;

import java.util.function.LongToDoubleFunction;

/**
 * Which of the sender's packets were lost, as loss events: the losses within one GRTT count as one, for they have one cause (RFC 4654 2.1; wire
 * facts 9.2). Sees every packet of the session; makes no objects.
 *
 * <p>A number counts as lost when the highest is {@value #TOLERANCE} ahead of it and it has not come: a path may reorder that much. When a packet
 * was lost is worked out from the arrivals around it; the reference takes the one before, by an oversight.
 */
final class LossHistory {
    /** Positions that a packet may be late. */
    static final int TOLERANCE = 5;
    /** Late packets in a row after which the numbers count as begun anew: more than half of them, 32768, were lost at once. */
    static final int RESYNC = 64;
    /** The loss intervals that count. */
    static final int INTERVALS = 8;

    private static final double[] WEIGHTS = {1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2};
    private static final int SLOTS = 8;
    private static final int SLOT_MASK = SLOTS - 1;

    private final LongToDoubleFunction firstInterval;
    /** Position of the highest number: the 16-bit numbers, unwrapped. */
    private long highest;

    private long highestNs;
    /** Numbers far behind, one after the other, and the last of them. */
    private int late;

    private int lastLate;
    private int missing;
    private final long[] missingNs = new long[SLOTS];

    private boolean hasEvent;
    private long eventStart;
    private long eventStartNs;
    /** Closed intervals in packets, the newest first. */
    private final double[] intervals = new double[INTERVALS];

    private int count;
    private long first;

    /**
     * @param sequence of the packet that opened the session
     * @param firstInterval the packets that a first loss, at a time, is to count as the end of
     */
    LossHistory(int sequence, LongToDoubleFunction firstInterval, long nowNs) {
        this.firstInterval = firstInterval;
        highest = sequence & 0xFFFF;
        first = highest;
        highestNs = nowNs;
    }

    /**
     * A packet came.
     *
     * @param sequence 0..65535
     * @param grttNs losses that close to the first of an event belong to it
     * @return false when it was late, or came again
     */
    boolean onPacket(int sequence, long grttNs, long nowNs) {
        int ahead = (short) (sequence - (int) highest);
        if (ahead == 1 && missing == 0) {
            highest++;
            highestNs = nowNs;
            late = 0;
            return true;
        }
        if (ahead <= 0) {
            onLate(ahead, nowNs);
            return false;
        }
        advance(ahead, grttNs, nowNs);
        return true;
    }

    private void onLate(int ahead, long nowNs) {
        if (ahead < 0 && ahead >= -TOLERANCE) {
            missing &= ~bit(highest + ahead);
        } else if (ahead < 0) {
            int sequence = (int) highest + ahead & 0xFFFF;
            late = (short) (sequence - lastLate) > 0 ? late + 1 : 1;
            lastLate = sequence;
            if (late >= RESYNC) {
                late = 0;
                missing = 0;
                highest += ahead & 0xFFFF;
                highestNs = nowNs;
            }
        }
    }

    private static int bit(long position) {
        return 1 << (int) (position & SLOT_MASK);
    }

    private void advance(int ahead, long grttNs, long nowNs) {
        late = 0;
        long before = highest;
        long beforeNs = highestNs;
        highest += ahead;
        highestNs = nowNs;
        long decided = highest - TOLERANCE;
        for (long position = before - TOLERANCE; missing != 0 && position < Math.min(before, decided); position++) {
            if ((missing & bit(position)) != 0) {
                missing &= ~bit(position);
                lost(position, missingNs[(int) (position & SLOT_MASK)], grttNs);
            }
        }
        double stepNs = (double) (nowNs - beforeNs) / ahead;
        loseGap(before, beforeNs, decided, stepNs, grttNs);
        for (long position = Math.max(before + 1, decided); position < highest; position++) {
            missing |= bit(position);
            missingNs[(int) (position & SLOT_MASK)] = beforeNs + (long) ((position - before) * stepNs);
        }
    }

    /** Everything behind {@code before} and in front of {@code decided} is lost; only the first of each event matters. */
    private void loseGap(long before, long beforeNs, long decided, double stepNs, long grttNs) {
        for (long position = before + 1; position < decided; ) {
            long lostNs = beforeNs + (long) ((position - before) * stepNs);
            lost(position, lostNs, grttNs);
            if (stepNs <= 0) {
                return;
            }
            long next = before + 1 + (long) ((eventStartNs + grttNs - beforeNs) / stepNs);
            position = Math.max(position + 1, next);
        }
    }

    /** There was no room for a packet: as if it had been lost on the way. */
    void onRefused(long grttNs, long nowNs) {
        lost(highest, nowNs, grttNs);
    }

    private void lost(long position, long lostNs, long grttNs) {
        if (!hasEvent) {
            hasEvent = true;
            push(Math.max(position - first, firstInterval.applyAsDouble(lostNs)));
        } else if (lostNs - eventStartNs > grttNs && position > eventStart) {
            push(position - eventStart);
        } else {
            return;
        }
        eventStart = position;
        eventStartNs = lostNs;
    }

    private void push(double interval) {
        System.arraycopy(intervals, 0, intervals, 1, INTERVALS - 1);
        intervals[0] = Math.max(1, interval);
        count = Math.min(INTERVALS, count + 1);
    }

    /** Loss events per packet, 0 when nothing was lost (RFC 3448 5.4). */
    double lossEventRate() {
        if (!hasEvent) {
            return 0;
        }
        double open = highest - eventStart;
        double weights = 0;
        double closed = 0;
        double withOpen = open * WEIGHTS[0];
        for (int i = 0; i < count; i++) {
            weights += WEIGHTS[i];
            closed += intervals[i] * WEIGHTS[i];
            if (i + 1 < count) {
                withOpen += intervals[i] * WEIGHTS[i + 1];
            }
        }
        return Math.min(1, weights / Math.max(closed, withOpen));
    }
}
