package io.uftpengine.core.protocol.receiver;

/** A time stamp of the sender and when it arrived, for the echo from which the sender works out its RTT (wire facts 2.4). */
final class SenderTimestamp {
    private static final long NS_PER_MICRO = 1000;

    private long micros;
    private long receivedNs;

    SenderTimestamp(long micros, long receivedNs) {
        set(micros, receivedNs);
    }

    void set(long newMicros, long nowNs) {
        micros = newMicros;
        receivedNs = nowNs;
    }

    /** The time stamp plus the time it was held; any value may come from the wire, so the sum may wrap. */
    long echo(long nowNs) {
        return micros + Math.max(0, nowNs - receivedNs) / NS_PER_MICRO;
    }
}
