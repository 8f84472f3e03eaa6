package io.uftpengine.core.protocol.cc;

/**
 * Spreads packets over time at a given rate, which may change: a token bucket that counts in nanoseconds (wire facts 2.6).
 *
 * <p>The bucket holds {@link #BURST_NS} worth of packets, or one packet when that is more, so that a fast sender wakes
 * once a millisecond and not once a packet. A late wake-up is made good up to {@link #MAX_CREDIT_NS}; what was missed
 * beyond that is lost, because a burst of it would overflow a queue on the way. Control packets are charged too, but
 * never wait. The remainder of each division is carried on, so that the rate is exact over any time.
 */
public final class Pacer {
    /** No limit. */
    public static final long UNLIMITED = -1;
    /** Time's worth of packets that may leave at once. */
    public static final long BURST_NS = 1_000_000;
    /** Time's worth of packets that a late wake-up may catch up. */
    public static final long MAX_CREDIT_NS = 5_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private long bytesPerSecond;
    /** The time up to which the packets sent so far use the rate. */
    private long spentUntilNs;

    private long remainder;

    /** The bucket was empty: nothing leaves before this, so that then a whole burst can. */
    private long restUntilNs = Long.MIN_VALUE;

    /** @param bytesPerSecond 1 or more, or {@link #UNLIMITED} */
    public Pacer(long bytesPerSecond, long nowNs) {
        this.bytesPerSecond = checked(bytesPerSecond);
        spentUntilNs = nowNs;
    }

    private static long checked(long bytesPerSecond) {
        if (bytesPerSecond < 1 && bytesPerSecond != UNLIMITED) {
            throw new IllegalArgumentException("rate " + bytesPerSecond);
        }
        return bytesPerSecond;
    }

    /** The rate, or {@link #UNLIMITED}. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * Changes the rate. What has been sent stays paid for at the old one.
     *
     * @param newBytesPerSecond 1 or more, or {@link #UNLIMITED}
     */
    public void setRate(long newBytesPerSecond, long nowNs) {
        if (newBytesPerSecond == bytesPerSecond) {
            return;
        }
        if (bytesPerSecond == UNLIMITED) {
            spentUntilNs = nowNs;
        }
        bytesPerSecond = checked(newBytesPerSecond);
        remainder = 0;
        restUntilNs = Long.MIN_VALUE;
    }

    /** How many packets may leave in one send call, at least 1: what {@link #BURST_NS} is worth, whatever credit there is. */
    public int packetsAtOnce(int packetBytes) {
        if (bytesPerSecond == UNLIMITED) {
            return Integer.MAX_VALUE;
        }
        return (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, bytesPerSecond / (NANOS_PER_SECOND / BURST_NS) / packetBytes));
    }

    /** Time one packet takes, 0 without a limit. */
    public long intervalNs(int packetBytes) {
        return bytesPerSecond == UNLIMITED ? 0 : packetBytes * NANOS_PER_SECOND / bytesPerSecond;
    }

    /** There was nothing to send until now: the idle time is no credit. */
    public void restart(long nowNs) {
        spentUntilNs = Math.max(spentUntilNs, nowNs);
    }

    /**
     * Whether a packet may leave now. After a no the answer is no until {@link #nextNs()}: whoever asks in a loop would otherwise
     * get a packet or two each time, and pay for a system call with each.
     */
    public boolean allows(int packetBytes, long nowNs) {
        if (bytesPerSecond == UNLIMITED || spentUntilNs <= nowNs) {
            return true;
        }
        if (nowNs < restUntilNs) {
            return false;
        }
        if (spentUntilNs + intervalNs(packetBytes) <= nowNs + BURST_NS) {
            return true;
        }
        restUntilNs = spentUntilNs;
        return false;
    }

    /** A packet leaves now, allowed or not. */
    public void charge(int packetBytes, long nowNs) {
        if (bytesPerSecond == UNLIMITED) {
            return;
        }
        long cost = packetBytes * NANOS_PER_SECOND + remainder;
        remainder = cost % bytesPerSecond;
        spentUntilNs = Math.max(spentUntilNs, nowNs - MAX_CREDIT_NS) + cost / bytesPerSecond;
    }

    /** When to send again after {@link #allows} said no: the whole burst is free again then. */
    public long nextNs() {
        return spentUntilNs;
    }
}
