package io.uftpengine.core.metrics;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderView;
import io.uftpengine.core.transport.SenderEndpoint;

/** Hears of one sender and moves the meters. Calls come on its event loop, but for the first. */
public interface SenderMeters {
    /** Measures nothing. */
    SenderMeters NONE = new SenderMeters() {};

    /** Its socket is open; before anything else. */
    default void onOpen(SenderEndpoint endpoint) {}

    /** An event of its session. */
    default void onEvent(SessionEvent event, SenderView view) {}

    /** Every {@link EngineMetrics#TICK_NS} from the end of one call to the begin of the next, if the event loop is in time. */
    default void onTick(SenderView view) {}

    /**
     * The session is over.
     *
     * @param view null when it could not even begin
     * @param outcome null = by a defect
     */
    default void onOver(SenderView view, SessionOutcome outcome) {}
}
