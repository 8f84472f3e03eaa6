package io.uftpengine.core.transport;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do public-key work for all sessions of an engine. Each session has a {@link KeyLane} of its own, which
 * stands in the queue at most once, so there are as many entries as sessions at most, and a session with much to do cannot
 * keep the others waiting. Safe for use by any thread.
 */
public final class KeyThreads implements AutoCloseable {
    /** More would only take the processors away from the event loops. */
    static final int MAX_THREADS = 4;

    /** So that one session's long queue does not stop all others. */
    static final int MIN_THREADS = 2;

    /** Handshakes are rare: the threads go when there is nothing to do. */
    private static final long KEEP_ALIVE_S = 10;

    private final ThreadPoolExecutor pool;

    /** Starts no thread before there is work. */
    public KeyThreads() {
        int half = Runtime.getRuntime().availableProcessors() / 2;
        int threads = Math.max(MIN_THREADS, Math.min(MAX_THREADS, half));
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                KEEP_ALIVE_S,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                new DefaultThreadFactory("uftp-keys", true));
        pool.allowCoreThreadTimeOut(true);
    }

    /** Queues a lane's next turn; false when the engine is closed. */
    boolean execute(Runnable turn) {
        try {
            pool.execute(turn);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs something on one of the threads some time, or not at all. */
    public void warmUp(Runnable task) {
        execute(task);
    }

    /** Takes no more work; what is queued comes to nothing. Waits for nobody. Idempotent. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
