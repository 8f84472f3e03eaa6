package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.protocol.cc.TfmccLimits;

/**
 * The rate of a TFMCC sender and what may change it (RFC 4654 2.5; wire facts 9.1).
 *
 * <p>It falls to what a receiver reports at once. It rises only with reports of the current limiting receiver, and no more than once for each
 * CONG_CTRL, whatever the number of reports: in slow start to what is reported, but not to more than twice what it is, later by one packet a
 * round trip of that receiver. (The reference takes the GRTT for that, which is ten times as long in a local network.) It begins with the few packets a
 * GRTT that TCP begins with (RFC 5348 4.2), not with one. So nobody can drive it up faster than an honest receiver would, and a receiver that lies gets no more than the configured bound.
 */
final class TfmccRate {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SLOW_START_FACTOR = 2;
    /** Bytes with which TCP begins. */
    private static final int INITIAL_BYTES = 4380;

    private static final int MIN_INITIAL_PACKETS = 2;
    private static final int MAX_INITIAL_PACKETS = 4;
    /** Increases saved up: two answers may come between two CONG_CTRLs when the one before came late. */
    private static final int MAX_CREDITS = 2;

    private final int packetBytes;
    private final TfmccLimits limits;
    private double bytesPerSecond;
    private boolean slowStart;
    private int credits;

    /** @param packetBytes IP packet with a whole block */
    TfmccRate(int packetBytes, TfmccLimits limits) {
        this.packetBytes = packetBytes;
        this.limits = limits;
    }

    /** Begins anew, in slow start. */
    void start(long grttNs) {
        slowStart = true;
        credits = 0;
        double packets = (double) INITIAL_BYTES / packetBytes;
        double first = Math.min(MAX_INITIAL_PACKETS, Math.max(MIN_INITIAL_PACKETS, packets)) * packetEvery(grttNs);
        set(limits.initialBytesPerSecond() > 0 ? limits.initialBytesPerSecond() : first, grttNs);
    }

    private double packetEvery(long ns) {
        return packetBytes * NANOS_PER_SECOND / ns;
    }

    /** A CONG_CTRL leaves: its answer may raise the rate. */
    void onCongCtrl() {
        credits = Math.min(MAX_CREDITS, credits + 1);
    }

    /** Some receiver has seen loss. */
    void leaveSlowStart() {
        slowStart = false;
    }

    /**
     * The current limiting receiver has reported.
     *
     * @param rttNs its round-trip time
     * @param isUsed whether about as much as the rate allows has been sent lately; otherwise nobody knows that more would do no harm
     */
    void follow(double reported, long rttNs, boolean isUsed, long grttNs) {
        if (reported <= bytesPerSecond) {
            set(reported, grttNs);
        } else if (credits > 0 && isUsed) {
            double most = slowStart
                    ? bytesPerSecond * SLOW_START_FACTOR
                    : bytesPerSecond + packetEvery(Math.min(rttNs, grttNs));
            credits--;
            set(Math.min(reported, most), grttNs);
        }
    }

    /** Lower the rate to that, if it is above. */
    void lower(double reported, long grttNs) {
        if (reported < bytesPerSecond) {
            set(reported, grttNs);
        }
    }

    /** Nothing is heard of the limiting receiver. */
    void halve(long grttNs) {
        set(bytesPerSecond / 2, grttNs);
    }

    private void set(double wanted, long grttNs) {
        double floor = limits.minBytesPerSecond() > 0 ? limits.minBytesPerSecond() : packetEvery(grttNs);
        bytesPerSecond = Math.max(1, Math.max(floor, wanted));
        if (wanted < floor) {
            slowStart = true;
        }
        if (limits.maxBytesPerSecond() > 0 && bytesPerSecond >= limits.maxBytesPerSecond()) {
            bytesPerSecond = limits.maxBytesPerSecond();
            slowStart = false;
        }
    }

    boolean isSlowStart() {
        return slowStart;
    }

    /** 1 or more. */
    long bytesPerSecond() {
        return (long) bytesPerSecond;
    }

    /** Time between two packets at that rate. */
    long intervalNs() {
        return (long) (packetBytes * NANOS_PER_SECOND / bytesPerSecond);
    }
}
