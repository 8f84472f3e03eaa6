package io.uftpengine.core.protocol.receiver;

/**
 * How many bytes a second come in. Keeps the sums of short spans of time, as many as the longest window needs; makes no objects.
 *
 * <p>When the sender has paused, the time before does not count: it says nothing about the network. Until a GRTT has passed again, what was
 * measured before the pause holds.
 */
final class ReceiveRate {
    /** Spans in a GRTT. */
    private static final int SPANS_PER_GRTT = 16;
    /** Longest window in GRTTs. */
    static final int WINDOW_GRTTS = 4;
    /** GRTTs without a block that are a pause. */
    static final int PAUSE_GRTTS = 2;

    private static final int SLOTS = 2 * WINDOW_GRTTS * SPANS_PER_GRTT;
    private static final double NANOS_PER_SECOND = 1e9;

    private final long[] startNs = new long[SLOTS];
    private final long[] bytes = new long[SLOTS];
    private final long[] packets = new long[SLOTS];
    private int newest;
    private int filled = 1;
    private long spanEndNs;
    private long sinceNs;
    private long lastBlockNs;
    private double heldRate;

    ReceiveRate(long nowNs) {
        startNs[0] = nowNs;
        spanEndNs = nowNs;
        sinceNs = nowNs;
        lastBlockNs = nowNs;
    }

    /** A packet of so many bytes came. */
    void onPacket(int packetBytes, boolean isBlock, long grttNs, long nowNs) {
        if (isBlock) {
            if (nowNs - lastBlockNs > PAUSE_GRTTS * grttNs) {
                heldRate = measured(lastBlockNs, WINDOW_GRTTS * grttNs, grttNs);
                sinceNs = nowNs;
            }
            lastBlockNs = nowNs;
        }
        if (nowNs >= spanEndNs) {
            newest = (newest + 1) % SLOTS;
            filled = Math.min(SLOTS, filled + 1);
            startNs[newest] = nowNs;
            bytes[newest] = 0;
            packets[newest] = 0;
            spanEndNs = nowNs + grttNs / SPANS_PER_GRTT;
        }
        bytes[newest] += packetBytes;
        packets[newest]++;
    }

    /** Bytes a second over the last {@code windowGrtts}, 1..{@link #WINDOW_GRTTS}. */
    double bytesPerSecond(int windowGrtts, long grttNs, long nowNs) {
        double rate = measured(nowNs, windowGrtts * grttNs, grttNs);
        return nowNs - sinceNs < PAUSE_GRTTS * grttNs ? Math.max(rate, heldRate) : rate;
    }

    private double measured(long endNs, long windowNs, long grttNs) {
        long fromNs = Math.max(sinceNs, endNs - windowNs);
        long oldestNs = endNs;
        long sum = 0;
        for (int i = 0; i < filled; i++) {
            int slot = Math.floorMod(newest - i, SLOTS);
            if (startNs[slot] < fromNs) {
                break;
            }
            oldestNs = startNs[slot];
            sum += bytes[slot];
        }
        // Whole spans only, and so the time of these: a rate that is a little low would make slow start slow.
        return sum * NANOS_PER_SECOND / Math.max(grttNs, endNs - oldestNs);
    }

    /** Mean bytes of the packets of the last GRTT, or 0 when none came. */
    double packetBytes(long grttNs, long nowNs) {
        long sum = 0;
        long count = 0;
        for (int i = 0; i < filled; i++) {
            int slot = Math.floorMod(newest - i, SLOTS);
            if (startNs[slot] < nowNs - grttNs) {
                break;
            }
            sum += bytes[slot];
            count += packets[slot];
        }
        return count == 0 ? 0 : (double) sum / count;
    }
}
