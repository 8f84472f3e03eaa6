package io.uftpengine.core.transport;

import io.uftpengine.core.transport.TransportCounters.Counter;

/**
 * A sender's one session. As with the reference, the instance of what comes back is not looked at (wire facts 5.1).
 * Single writer: the role's event loop.
 */
final class SingleSession implements SessionDirectory {
    private final TransportCounters counters;
    private int groupId;
    private SessionDriver driver;

    SingleSession(TransportCounters counters) {
        this.counters = counters;
    }

    void set(int sessionGroupId, SessionDriver sessionDriver) {
        groupId = sessionGroupId;
        driver = sessionDriver;
    }

    SessionDriver driver() {
        return driver;
    }

    @Override
    public SessionDriver find(int wantedGroupId, int instance) {
        return wantedGroupId == groupId ? driver : null;
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
