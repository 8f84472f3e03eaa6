package io.uftpengine.core.storage;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that do file I/O. Each open file belongs to one of them, so its operations happen in order. Safe for use by
 * any thread.
 */
public final class DiskThreads implements AutoCloseable {
    /** Tasks waiting for one thread; staging and read-ahead are bounded well below, more means a defect. */
    private static final int MAX_QUEUED_TASKS = 16_384;

    private final ThreadPoolExecutor[] threads;
    private int next;

    /**
     * @param name prefix of the threads' names
     * @param count how many
     */
    public DiskThreads(String name, int count) {
        threads = new ThreadPoolExecutor[count];
        for (int i = 0; i < count; i++) {
            String threadName = name + "-" + i;
            threads[i] = new ThreadPoolExecutor(
                    1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MAX_QUEUED_TASKS), task -> {
                        Thread thread = new Thread(task, threadName);
                        thread.setDaemon(true);
                        return thread;
                    });
        }
    }

    /** The thread for the next file, in turn. It rejects tasks when closed or hopelessly behind. */
    public synchronized Executor next() {
        next = (next + 1) % threads.length;
        return threads[next];
    }

    /** Takes no more tasks; those waiting are still done. Threads are not interrupted: that would close their files. */
    @Override
    public void close() {
        for (ThreadPoolExecutor thread : threads) {
            thread.shutdown();
        }
    }

    /** Waits until all tasks are done, after {@link #close()}; false when that took longer than the timeout. */
    public boolean awaitIdle(long timeoutNs) throws InterruptedException {
        long deadlineNs = System.nanoTime() + timeoutNs;
        for (ThreadPoolExecutor thread : threads) {
            if (!thread.awaitTermination(Math.max(0, deadlineNs - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                return false;
            }
        }
        return true;
    }
}
