package io.uftpengine.core.protocol.cc;

/**
 * What TCP would get: the throughput equation of TFMCC (RFC 4654 2.1; wire facts 9.2). Rates are bytes a second, sizes bytes of whole IP
 * packets, loss is in loss events per packet.
 */
public final class TfmccEquation {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double RTO_FACTOR = 12;
    /** sqrt(3/2): the simplified equation is rate = size * that / (rtt * sqrt(p)). */
    private static final double SIMPLE_FACTOR = Math.sqrt(1.5);

    private TfmccEquation() {}

    /**
     * The rate that is fair with that loss.
     *
     * @param lossEventRate more than 0, at most 1
     */
    public static double rate(int packetBytes, long rttNs, double lossEventRate) {
        double p = lossEventRate;
        double root = Math.sqrt(2 * p / 3) + RTO_FACTOR * Math.sqrt(3 * p / 8) * p * (1 + 32 * p * p);
        return packetBytes * NANOS_PER_SECOND / (rttNs * root);
    }

    /**
     * The packets between two loss events with which that rate would be fair, by the simplified equation: what a loss history begins with, for
     * the packets before the first loss say little (RFC 4654 Appendix B). The reference counts a rate of bytes as one of bits here and gets a
     * 64th of it (wire facts 9.2), so that its rate falls to an eighth with the first loss.
     */
    public static double interval(double bytesPerSecond, long rttNs, int packetBytes) {
        double packets = bytesPerSecond * rttNs / NANOS_PER_SECOND / packetBytes / SIMPLE_FACTOR;
        return packets * packets;
    }
}
