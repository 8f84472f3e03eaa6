package io.uftpengine.core.transport;

import io.uftpengine.core.config.UniqueId;
import org.apache.logging.log4j.ThreadContext;

/** Says which session a log line is about, for programs that read logs; for people the line itself says so. */
public final class SessionLog {
    /** Of the logger's context: the group ID as {@link UniqueId#format} writes it. */
    public static final String KEY = "session";

    private SessionLog() {}

    /** Runs something that logs about a session. Context of the thread's own, so of nobody else's lines. */
    public static void about(int groupId, Runnable logging) {
        ThreadContext.put(KEY, UniqueId.format(groupId));
        try {
            logging.run();
        } finally {
            ThreadContext.remove(KEY);
        }
    }
}
