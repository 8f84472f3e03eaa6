package io.uftpengine.core.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.uftpengine.core.storage.DiskThreads;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of an engine's receivers, each with a disk thread: a pair for each of the first few receivers, which further ones share.
 * With two threads for each of a hundred receivers the processors did little but change from one to the next. Safe for use by any
 * thread.
 */
public final class ReceiverThreads {
    private static final int LEAST_PAIRS = 4;

    private final int maxPairs;
    private final List<Pair> pairs = new ArrayList<>();

    /** Starts no thread yet. */
    public ReceiverThreads() {
        this(Math.max(LEAST_PAIRS, Runtime.getRuntime().availableProcessors()));
    }

    ReceiverThreads(int maxPairs) {
        this.maxPairs = maxPairs;
    }

    /** What the fewest receivers share. */
    synchronized Lease lease(DatagramTransport transport) {
        Pair pair;
        if (pairs.size() < maxPairs) {
            pair = new Pair(transport.newEventLoop("uftp-receive"), new DiskThreads("uftp-receive-disk", 1));
            pairs.add(pair);
        } else {
            pair = pairs.stream().min(Comparator.comparingInt(one -> one.users)).orElseThrow();
        }
        pair.users++;
        return new Lease(pair);
    }

    /** Pairs that run. */
    synchronized int pairs() {
        return pairs.size();
    }

    private synchronized void leave(Pair pair) {
        pair.users--;
        if (pair.users == 0) {
            pairs.remove(pair);
            pair.disk.close();
            pair.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static final class Pair {
        private final EventLoopGroup loops;
        private final DiskThreads disk;
        private final Executor diskThread;

        /** Guarded by the {@link ReceiverThreads}. */
        private int users;

        Pair(EventLoopGroup loops, DiskThreads disk) {
            this.loops = loops;
            this.disk = disk;
            diskThread = disk.next();
        }
    }

    /** One receiver's part; as an executor it is its disk. */
    final class Lease implements Executor, AutoCloseable {
        private final Pair pair;
        private boolean diskEnded;
        private boolean closed;

        private Lease(Pair pair) {
            this.pair = pair;
        }

        EventLoop loop() {
            return pair.loops.next();
        }

        /** Runs something on the disk thread, after all that came before; rejects it after {@link #endDisk}. */
        @Override
        public synchronized void execute(Runnable task) {
            if (diskEnded) {
                throw new RejectedExecutionException("the receiver is closed");
            }
            pair.diskThread.execute(task);
        }

        /** Takes no more for the disk; false when that has not done by then what it was given. */
        boolean endDisk(long timeoutNs) throws InterruptedException {
            CountDownLatch done = new CountDownLatch(1);
            synchronized (this) {
                if (!diskEnded) {
                    diskEnded = true;
                    try {
                        pair.diskThread.execute(done::countDown);
                    } catch (RejectedExecutionException e) {
                        return false;
                    }
                } else {
                    done.countDown();
                }
            }
            return done.await(timeoutNs, TimeUnit.NANOSECONDS);
        }

        /** The receiver needs neither any more; the last one's threads end. Idempotent. */
        @Override
        public void close() {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
                diskEnded = true;
            }
            leave(pair);
        }
    }
}
