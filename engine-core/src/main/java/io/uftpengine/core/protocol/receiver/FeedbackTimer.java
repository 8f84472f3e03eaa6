package io.uftpengine.core.protocol.receiver;

import io.uftpengine.core.protocol.machine.ProtocolMachine;

/**
 * When a receiver that does not limit the rate speaks up in a feedback round: after a random time that is long for most and short for few, so
 * that those few silence the rest (RFC 4654 2.5.1; wire facts 9.2). The random numbers come from a seed: a session's course can be repeated.
 */
final class FeedbackTimer {
    /** Longest wait. */
    static final int ROUND_GRTTS = 6;

    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
    private static final int MANTISSA_BITS = 53;

    private long state;
    private long deadlineNs = ProtocolMachine.NO_DEADLINE;

    FeedbackTimer(long seed) {
        state = seed;
    }

    /** A round begins. */
    void start(int groupSize, long grttNs, long nowNs) {
        if (groupSize <= 1) {
            deadlineNs = nowNs;
            return;
        }
        double share = 1 + Math.log(uniform()) / Math.log(groupSize);
        deadlineNs = nowNs + (long) Math.max(0, share * ROUND_GRTTS * grttNs);
    }

    /** In (0, 1]. SplitMix64. */
    private double uniform() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        mixed ^= mixed >>> 31;
        return ((mixed >>> Long.SIZE - MANTISSA_BITS) + 1) * 0x1p-53;
    }

    void stop() {
        deadlineNs = ProtocolMachine.NO_DEADLINE;
    }

    boolean isRunning() {
        return deadlineNs != ProtocolMachine.NO_DEADLINE;
    }

    boolean isDue(long nowNs) {
        return isRunning() && nowNs >= deadlineNs;
    }

    long deadlineNs() {
        return deadlineNs;
    }
}
