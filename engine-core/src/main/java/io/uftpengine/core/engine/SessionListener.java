package io.uftpengine.core.engine;

import io.uftpengine.core.event.SessionEvent;

/**
 * Hears what happens. Calls come from an engine thread, in order, and must return at once; an exception is logged and
 * otherwise ignored.
 */
public interface SessionListener {
    /** Ignores everything. */
    SessionListener NONE = new SessionListener() {};

    /** An event of a session. */
    default void onEvent(int groupId, SessionEvent event) {}

    /** Sender only: how far the session is, several times a second. */
    default void onProgress(SendProgress progress) {}

    /** Something that the operator should know and can cure, one line (a socket buffer that is too small, say). */
    default void onWarning(String message) {}
}
