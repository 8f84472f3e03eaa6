package io.uftpengine.core.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.DefaultEventLoop;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyLaneTest {
    private static final int MAX_SECONDS = 20;

    private final KeyThreads threads = new KeyThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    /** Work that is told when it is performed. */
    private record Task(int number, Runnable slow) implements KeyWork {
        @Override
        public void perform() {
            slow.run();
        }

        @Override
        public Result complete() {
            return Result.NOTHING;
        }
    }

    private static final class Collector implements KeyLane.Owner {
        final List<Integer> numbers = new ArrayList<>();
        final List<Throwable> defects = new ArrayList<>();
        int batches;

        @Override
        public void onPerformed(KeyWork work, Throwable defect) {
            numbers.add(((Task) work).number());
            if (defect != null) {
                defects.add(defect);
            }
        }

        @Override
        public void onBatchEnd() {
            batches++;
        }
    }

    @Test
    void shouldPerformInOrderAndHandBackManyAtOnce() throws Exception {
        LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
        Collector collector = new Collector();
        KeyLane lane = new KeyLane(threads, loop::add, collector);
        int works = 1000;
        List<Integer> performed = new ArrayList<>();
        AtomicInteger atOnce = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(works);
        for (int i = 0; i < works; i++) {
            int number = i;
            lane.submit(new Task(number, () -> {
                assertEquals(1, atOnce.incrementAndGet());
                performed.add(number);
                atOnce.decrementAndGet();
                done.countDown();
            }));
        }
        assertTrue(done.await(MAX_SECONDS, TimeUnit.SECONDS));
        int tasks = 0;
        while (collector.numbers.size() < works) {
            loop.poll(MAX_SECONDS, TimeUnit.SECONDS).run();
            tasks++;
        }
        assertEquals(performed, collector.numbers);
        for (int i = 0; i < works; i++) {
            assertEquals(i, performed.get(i));
        }
        assertEquals(List.of(), collector.defects);
        assertEquals(tasks, collector.batches, "the session acts once a task");
        assertTrue(tasks <= works / KeyLane.WORKS_PER_TASK + 2, tasks + " tasks for " + works + " results");
    }

    @Test
    void shouldWorkForOtherSessionsMeanwhile() throws Exception {
        LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
        CountDownLatch stuck = new CountDownLatch(1);
        KeyLane slow = new KeyLane(threads, loop::add, new Collector());
        slow.submit(new Task(0, () -> await(stuck)));
        CountDownLatch other = new CountDownLatch(1);
        new KeyLane(threads, loop::add, new Collector()).submit(new Task(0, other::countDown));
        assertTrue(other.await(MAX_SECONDS, TimeUnit.SECONDS));
        stuck.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void shouldHandBackDefectsAndNothingOnceClosed() throws Exception {
        LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
        Collector collector = new Collector();
        KeyLane lane = new KeyLane(threads, loop::add, collector);
        lane.submit(new Task(1, () -> {
            throw new IllegalStateException("a defect");
        }));
        loop.poll(MAX_SECONDS, TimeUnit.SECONDS).run();
        assertEquals(List.of(1), collector.numbers);
        assertInstanceOf(IllegalStateException.class, collector.defects.get(0));
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        lane.submit(new Task(2, () -> {
            started.countDown();
            await(go);
        }));
        lane.submit(new Task(3, () -> {
            throw new AssertionError("performed after the end");
        }));
        assertTrue(started.await(MAX_SECONDS, TimeUnit.SECONDS));
        lane.close();
        go.countDown();
        lane.submit(new Task(4, () -> {}));
        Phaser later = new Phaser(1);
        KeyLane marker = new KeyLane(threads, Runnable::run, new Collector());
        marker.submit(new Task(0, later::arrive));
        later.awaitAdvanceInterruptibly(0, MAX_SECONDS, TimeUnit.SECONDS);
        assertEquals(List.of(1), collector.numbers);
        assertTrue(loop.isEmpty());
    }

    @Test
    void shouldKeepTheLoopFreeWhileAThousandReceiversRegister() throws Exception {
        DefaultEventLoop loop = new DefaultEventLoop();
        try {
            AtomicLong longestNs = new AtomicLong();
            AtomicInteger answers = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(1000);
            FakeSecurity security = FakeSecurity.open();
            SessionKeys keys = new SessionKeys(security, threads, loop, new TransportCounters(), System::nanoTime);
            AtomicInteger pumps = new AtomicInteger();
            keys.attach(new SessionKeys.Client() {
                @Override
                public void onKeyAnswer(TaskResult answer) {
                    assertInstanceOf(TaskResult.ReceiverKeyed.class, answer);
                    answers.incrementAndGet();
                    all.countDown();
                }

                @Override
                public void onKeyDatagram(byte[] datagram, Action.Destination destination) {
                    throw new AssertionError();
                }

                @Override
                public void onKeyDefect(Throwable defect) {
                    throw new AssertionError(defect);
                }

                @Override
                public void onKeyBatchEnd() {
                    pumps.incrementAndGet();
                }
            });
            long[] lastNs = {System.nanoTime()};
            loop.scheduleAtFixedRate(
                    () -> {
                        long now = System.nanoTime();
                        longestNs.accumulateAndGet(now - lastNs[0], Math::max);
                        lastNs[0] = now;
                    },
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            security.performNs = 300_000;
            loop.execute(() -> {
                for (int i = 1; i <= 1000; i++) {
                    keys.begin(new Action.AgreeKeys(i, i, Bytes.zeros(32), Bytes.zeros(68)));
                }
            });
            assertTrue(all.await(MAX_SECONDS, TimeUnit.SECONDS), "1,000 agreements of 0.3 ms");
            loop.submit(keys::close).get(MAX_SECONDS, TimeUnit.SECONDS);
            System.out.println("longest gap of the loop " + longestNs.get() / 1000 + " us, " + pumps + " pumps");
            assertEquals(1000, answers.get());
            assertTrue(longestNs.get() < TimeUnit.MILLISECONDS.toNanos(200), longestNs + " ns between two ticks");
        } finally {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRefuseAFloodButNotTheSessionsOwnWork() {
        LinkedBlockingQueue<Runnable> loop = new LinkedBlockingQueue<>();
        threads.close();
        TransportCounters counters = new TransportCounters();
        FakeSecurity security = new FakeSecurity();
        SessionKeys keys = new SessionKeys(security, threads, loop::add, counters, () -> 0);
        List<TaskResult> answers = new ArrayList<>();
        keys.attach(new SessionKeys.Client() {
            @Override
            public void onKeyAnswer(TaskResult answer) {
                answers.add(answer);
            }

            @Override
            public void onKeyDatagram(byte[] datagram, Action.Destination destination) {
                throw new AssertionError();
            }

            @Override
            public void onKeyDefect(Throwable defect) {
                throw new AssertionError(defect);
            }

            @Override
            public void onKeyBatchEnd() {
                throw new AssertionError();
            }
        });
        for (int i = 1; i <= 2 * SessionKeys.MAX_PEER_WORKS; i++) {
            keys.begin(new Action.AgreeKeys(i, i, Bytes.zeros(32), Bytes.zeros(68)));
        }
        assertEquals(SessionKeys.MAX_PEER_WORKS, security.begun.size());
        assertEquals(SessionKeys.MAX_PEER_WORKS, answers.size(), "the machine is told of each");
        assertEquals(SessionKeys.MAX_PEER_WORKS + 1, ((TaskResult.ReceiverRefused) answers.get(0)).receiverId());
        keys.begin(new Action.DropKeys(1));
        assertEquals(SessionKeys.MAX_PEER_WORKS + 1, security.begun.size());
        for (int i = 0; i < 2 * SessionKeys.MAX_OWN_WORKS; i++) {
            keys.begin(new Action.DropKeys(1));
        }
        assertEquals(SessionKeys.MAX_PEER_WORKS + SessionKeys.MAX_OWN_WORKS, security.begun.size());
        assertEquals(
                SessionKeys.MAX_PEER_WORKS + SessionKeys.MAX_OWN_WORKS + 1,
                counters.get(TransportCounters.Counter.KEY_WORK_REFUSED));
        keys.close();
    }
}
