package io.uftpengine.core.protocol.session;

import io.uftpengine.codec.field.QuantizedRtt;

/**
 * The group round-trip time as the sender knows it (protocol 2; wire facts 8.1).
 *
 * <p>It is the largest round-trip time measured, clamped; once measured it falls by at most a tenth at each adjustment.
 * What is advertised, and used for the sender's own timers, is also never below the time between two packets: with a slow
 * rate the receivers would otherwise take the pause between two blocks for silence (wire facts 8.1, 12.2).
 */
public final class GrttEstimator {
    /** Floor of one receiver's round-trip time (wire facts 2.4). */
    public static final long MIN_RTT_NS = 1_000_000;

    private static final long KEPT_TENTHS = 9;
    private static final long TENTHS = 10;

    private final long minNs;
    private final long maxNs;
    private long packetIntervalNs;
    private long grttNs;
    private boolean measured;
    private int code;

    /**
     * @param initialNs until the first measurement
     * @param packetIntervalNs time between two data packets, 0 without a rate
     */
    public GrttEstimator(long initialNs, long minNs, long maxNs, long packetIntervalNs) {
        this.minNs = minNs;
        this.maxNs = maxNs;
        this.packetIntervalNs = packetIntervalNs;
        grttNs = initialNs;
        code = QuantizedRtt.encodeNanos(advertisedNs());
    }

    /**
     * Takes the round-trip times into account.
     *
     * @param maxRttNs the largest of the receivers that take part, 0 when none was measured: nothing changes
     * @return whether the GRTT changed
     */
    public boolean adjust(long maxRttNs) {
        if (maxRttNs <= 0) {
            return false;
        }
        long adjusted = adjusted(maxRttNs);
        boolean changed = adjusted != grttNs;
        measured = true;
        grttNs = adjusted;
        code = QuantizedRtt.encodeNanos(advertisedNs());
        return changed;
    }

    /**
     * Takes round-trip times that were all measured just now, so that the GRTT may fall to them at once.
     *
     * @param maxRttNs the largest, 0 when none was measured: nothing changes
     * @return whether the GRTT changed
     */
    public boolean settle(long maxRttNs) {
        measured &= maxRttNs <= 0;
        return adjust(maxRttNs);
    }

    /** A round-trip time was measured: the GRTT is not below it, unless that is beyond its bound. */
    public boolean raise(long rttNs) {
        long raised = Math.min(maxNs, rttNs);
        if (raised <= grttNs) {
            return false;
        }
        grttNs = raised;
        code = QuantizedRtt.encodeNanos(advertisedNs());
        return true;
    }

    /** Time between two data packets, now that the rate has changed. */
    public void setPacketInterval(long newIntervalNs) {
        packetIntervalNs = newIntervalNs;
        code = QuantizedRtt.encodeNanos(advertisedNs());
    }

    /** Time between two data packets. */
    public long packetIntervalNs() {
        return packetIntervalNs;
    }

    private long adjusted(long maxRttNs) {
        long floor = measured ? grttNs / TENTHS * KEPT_TENTHS : 0;
        return Math.min(maxNs, Math.max(minNs, Math.max(floor, maxRttNs)));
    }

    /** What {@link #advertisedNs()} would be after {@link #adjust}. */
    public long advertisedAfter(long maxRttNs) {
        return maxRttNs <= 0 ? advertisedNs() : Math.max(adjusted(maxRttNs), packetIntervalNs);
    }

    /** The GRTT, nanoseconds. */
    public long grttNs() {
        return grttNs;
    }

    /** The GRTT that receivers are told and timers use: not below the time between two packets. */
    public long advertisedNs() {
        return Math.max(grttNs, packetIntervalNs);
    }

    /** The GRTT as receivers decode it, up to 8 % above {@link #advertisedNs()} (wire facts 2.1). */
    public long receiversNs() {
        return QuantizedRtt.decodeNanos(code);
    }

    /** The advertised GRTT as on the wire, 0..255. */
    public int code() {
        return code;
    }
}
