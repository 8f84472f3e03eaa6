package io.uftpengine.core.sim;

import io.uftpengine.core.event.SessionEvent;

/** Watches events; for traces and tests. */
@FunctionalInterface
public interface SimObserver {
    /**
     * @param host who tells, for people
     * @param nowNs nanoseconds of virtual time since the start
     */
    void onEvent(String host, long nowNs, SessionEvent event);
}
