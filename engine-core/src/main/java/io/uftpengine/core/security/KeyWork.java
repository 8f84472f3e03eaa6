package io.uftpengine.core.security;

import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;

/**
 * One {@link Action.KeyAction} under way: first {@link #perform}, on whatever thread, then {@link #complete} by the session's
 * event loop. Works of one session are performed and completed in the order they were begun in.
 */
public interface KeyWork {
    /**
     * What came of it.
     *
     * @param answer for the machine, or null
     * @param datagram to send, a whole UDP payload, or null
     * @param destination of the datagram, or null
     */
    record Result(TaskResult answer, byte[] datagram, Action.Destination destination) {
        /** Nothing, because the session or the receiver is gone. */
        public static final Result NOTHING = new Result(null, null, null);

        static Result of(TaskResult answer) {
            return new Result(answer, null, null);
        }
    }

    /** The slow part. Changes nothing that the event loop sees; throws nothing but defects. */
    void perform();

    /** Puts keys in force and says what to do. */
    Result complete();
}
