package io.uftpengine.core.engine;

import io.uftpengine.core.event.SessionEvent;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Calls a listener, in order, on a thread of its own: whatever it does, the event loop does not wait for it. Bounded: a
 * listener that is hopelessly behind misses events, and the log says so. Safe for use by any thread.
 */
final class Notifier {
    /** Calls that wait for the listener. */
    static final int MAX_QUEUED = 65_536;

    private static final Logger LOGGER = LogManager.getLogger(Notifier.class);

    private final SessionListener listener;
    private final ThreadPoolExecutor thread;
    private final AtomicLong missed = new AtomicLong();
    private final AtomicBoolean progressQueued = new AtomicBoolean();
    private final AtomicBoolean faultLogged = new AtomicBoolean();

    Notifier(String threadName, SessionListener listener) {
        this.listener = listener;
        thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_QUEUED), task -> {
            Thread made = new Thread(task, threadName);
            made.setDaemon(true);
            return made;
        });
    }

    void event(int groupId, SessionEvent event) {
        submit(() -> listener.onEvent(groupId, event));
    }

    void warning(String message) {
        submit(() -> listener.onWarning(message));
    }

    /** At most one of these waits at a time. */
    void progress(SendProgress progress) {
        if (progressQueued.compareAndSet(false, true)) {
            submit(() -> {
                progressQueued.set(false);
                listener.onProgress(progress);
            });
        }
    }

    /** Runs something after all that was told so far, then ends the thread. It runs in any case. */
    void last(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            Thread made = new Thread(task, "uftp-last-word");
            made.setDaemon(true);
            made.start();
        }
        thread.shutdown();
    }

    private void submit(Runnable call) {
        try {
            thread.execute(() -> guarded(call));
        } catch (RejectedExecutionException e) {
            if (missed.incrementAndGet() == 1) {
                LOGGER.warn("a session listener is too slow: it misses events");
            }
        }
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            if (faultLogged.compareAndSet(false, true)) {
                LOGGER.error("a session listener failed; further failures of it are not logged", e);
            }
        }
    }
}
