package io.uftpengine.core.protocol.sender;

/** What is really sent: a rate says nothing about the network unless it is used. */
final class SendMeter {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Packet intervals without a block after which the sender counts as having paused. */
    private static final int PAUSE_INTERVALS = 4;

    private long tickNs;
    private long bytes;
    private double measured;
    private double measuredBefore;
    private long lastBlockNs;
    private long flowingSinceNs;

    /** Begins to measure. */
    void start(long nowNs) {
        tickNs = nowNs;
        bytes = 0;
        measured = 0;
        measuredBefore = 0;
        lastBlockNs = nowNs;
        flowingSinceNs = nowNs;
    }

    void onBlock(int packetBytes, long intervalNs, long grttNs, long nowNs) {
        if (!isFlowing(intervalNs, grttNs, nowNs)) {
            flowingSinceNs = nowNs;
        }
        lastBlockNs = nowNs;
        bytes += packetBytes;
    }

    /** The end of one interval of measuring. */
    void tick(long nowNs) {
        if (nowNs > tickNs) {
            measuredBefore = measured;
            measured = bytes * NANOS_PER_SECOND / (nowNs - tickNs);
            bytes = 0;
            tickNs = nowNs;
        }
    }

    /** Whether at least half of the rate was used in one of the last two intervals. */
    boolean isUsed(long bytesPerSecond) {
        return Math.max(measured, measuredBefore) * 2 >= bytesPerSecond;
    }

    private boolean isFlowing(long intervalNs, long grttNs, long nowNs) {
        return nowNs - lastBlockNs <= Math.max(grttNs, PAUSE_INTERVALS * intervalNs);
    }

    /** Whether blocks have flowed without a pause for that long. */
    boolean hasFlowedFor(long ns, long intervalNs, long grttNs, long nowNs) {
        return isFlowing(intervalNs, grttNs, nowNs) && nowNs - flowingSinceNs >= ns;
    }
}
