package io.uftpengine.core.metrics;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.transport.ReceiverEndpoint;

/** Hears of one receiver and moves the meters. Calls come on its event loop, but for the first two. */
public interface ReceiverMeters {
    /** Measures nothing. */
    ReceiverMeters NONE = new ReceiverMeters() {};

    /** Whether anything is measured, so that it is worth while to call {@link #onTick}. */
    default boolean isOn() {
        return false;
    }

    /** Its sockets are open. The first sessions may have begun. */
    default void onOpen(ReceiverEndpoint endpoint) {}

    /** An event of a session. */
    default void onEvent(int groupId, int instance, SessionEvent event) {}

    /** Every {@link EngineMetrics#TICK_NS} from the end of one call to the begin of the next, if the event loop is in time. */
    default void onTick() {}

    /**
     * A session is over.
     *
     * @param defect what ended it, or null
     */
    default void onSessionOver(int groupId, int instance, Throwable defect) {}

    /** The receiver has stopped. */
    default void onStopped() {}
}
