package io.uftpengine.core.transport;

import io.uftpengine.core.transport.TransportCounters.Counter;

/**
 * A sender's one session. Unlike the reference (wire facts 5.1) we look at the instance of what comes back: receivers of both
 * kinds send the right one, and an ABORT that answers a forged ANNOUNCE of another instance must not count here. Single
 * writer: the role's event loop.
 */
final class SingleSession implements SessionDirectory {
    private final TransportCounters counters;
    private int groupId;
    private int instance;
    private SessionDriver driver;

    SingleSession(TransportCounters counters) {
        this.counters = counters;
    }

    void set(int sessionGroupId, int sessionInstance, SessionDriver sessionDriver) {
        groupId = sessionGroupId;
        instance = sessionInstance;
        driver = sessionDriver;
    }

    SessionDriver driver() {
        return driver;
    }

    @Override
    public SessionDriver find(int wantedGroupId, int wantedInstance) {
        return wantedGroupId == groupId && wantedInstance == instance ? driver : null;
    }

    @Override
    public void onUnknown(ReceivedMessage message, DatagramWriter writer, long nowNs) {
        counters.count(Counter.DROPPED_UNKNOWN_SESSION);
    }

    @Override
    public void onWritable() {
        if (driver != null) {
            driver.pumpAndFlush();
        }
    }
}
