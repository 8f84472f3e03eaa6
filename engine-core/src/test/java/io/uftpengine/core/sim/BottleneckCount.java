package io.uftpengine.core.sim;

import java.util.Arrays;

/** Datagrams that came to a bottleneck, and those of them that found its queue full, by the time they were sent. */
final class BottleneckCount {
    private static final long SLOT_NS = 100 * Simulation.MILLISECOND;

    private long[] offered = new long[16];
    private long[] lost = new long[16];

    void add(long sentNs, boolean isLost) {
        int slot = (int) (sentNs / SLOT_NS);
        if (slot >= offered.length) {
            offered = Arrays.copyOf(offered, 2 * slot);
            lost = Arrays.copyOf(lost, 2 * slot);
        }
        offered[slot]++;
        lost[slot] += isLost ? 1 : 0;
    }

    /** Datagrams that were sent from that time on, rounded up to tenths of a second, and not lost. */
    long passed(long fromNs) {
        int from = Math.min(offered.length, (int) ((fromNs + SLOT_NS - 1) / SLOT_NS));
        return Arrays.stream(offered, from, offered.length).sum()
                - Arrays.stream(lost, from, lost.length).sum();
    }

    /** Part that was lost of those sent from that time on, rounded down to tenths of a second; 0 of none. */
    double lost(long fromNs) {
        int from = Math.min(offered.length, (int) (fromNs / SLOT_NS));
        long all = Arrays.stream(offered, from, offered.length).sum();
        return (double) Arrays.stream(lost, from, lost.length).sum() / Math.max(1, all);
    }
}
