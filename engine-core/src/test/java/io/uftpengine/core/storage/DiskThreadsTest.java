package io.uftpengine.core.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiskThreadsTest {
    @Test
    void shouldDoTheTasksOfOneFileInOrderOnOneThread() throws Exception {
        DiskThreads threads = new DiskThreads("disk", 2);
        Executor file = threads.next();
        assertNotSame(file, threads.next());
        assertSame(file, threads.next());
        List<String> done = new CopyOnWriteArrayList<>();
        CountDownLatch gate = new CountDownLatch(1);
        file.execute(() -> await(gate));
        for (int i = 0; i < 100; i++) {
            String task = String.valueOf(i);
            file.execute(() -> done.add(task + Thread.currentThread().getName()));
        }
        // What waits is done even after close().
        threads.close();
        gate.countDown();
        assertTrue(threads.awaitIdle(TimeUnit.SECONDS.toNanos(10)));
        assertEquals(100, done.size());
        String thread = done.get(0).substring(1);
        assertTrue(thread.startsWith("disk-"));
        assertEquals(IntStream.range(0, 100).mapToObj(i -> i + thread).toList(), done);
        assertThrows(RejectedExecutionException.class, () -> file.execute(() -> {}));
    }

    @Test
    void shouldNotWaitLongerThanAskedTo() throws Exception {
        DiskThreads threads = new DiskThreads("disk", 1);
        CountDownLatch gate = new CountDownLatch(1);
        threads.next().execute(() -> await(gate));
        threads.close();
        assertEquals(false, threads.awaitIdle(1));
        gate.countDown();
        assertTrue(threads.awaitIdle(TimeUnit.SECONDS.toNanos(10)));
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
