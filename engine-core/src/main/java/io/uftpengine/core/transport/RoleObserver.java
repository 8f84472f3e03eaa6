package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent;

/** Hears what happens in a role, in which a session is known by group ID and instance; calls come on the role's event loop. */
public interface RoleObserver {
    /** An event of a session. */
    void onEvent(int groupId, int instance, SessionEvent event);

    /** Something that the operator can cure, one line. */
    void onWarning(String message);

    /**
     * A session is over; all its events came before.
     *
     * @param defect why it could not end as it should, or null
     */
    void onSessionOver(int groupId, int instance, Throwable defect);
}
