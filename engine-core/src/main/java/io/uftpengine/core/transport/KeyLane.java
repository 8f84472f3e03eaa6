package io.uftpengine.core.transport;

import io.uftpengine.core.security.KeyWork;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * One session's key work: performed one after the other on the {@link KeyThreads}, handed back in the same order to the
 * session's event loop, many in one task. The event loop calls; turns run on one key thread at a time.
 */
final class KeyLane {
    /** Works before the thread turns to another session. */
    static final int WORKS_PER_TURN = 8;

    /** Works handed back in one task of the event loop: completing one takes microseconds. */
    static final int WORKS_PER_TASK = 32;

    /** Takes work back, on the event loop. */
    interface Owner {
        /** @param defect what {@link KeyWork#perform} threw, or null */
        void onPerformed(KeyWork work, Throwable defect);

        /** No more for now. */
        void onBatchEnd();
    }

    private record Performed(KeyWork work, Throwable defect) {}

    private final KeyThreads threads;
    private final Executor loop;
    private final Owner owner;

    // Guarded by this.
    private final ArrayDeque<KeyWork> waiting = new ArrayDeque<>();
    private final ArrayDeque<Performed> performed = new ArrayDeque<>();
    private boolean turnQueued;
    private boolean deliveryQueued;
    private boolean closed;

    KeyLane(KeyThreads threads, Executor loop, Owner owner) {
        this.threads = threads;
        this.loop = loop;
        this.owner = owner;
    }

    /** Queues work; the caller bounds how much is under way. Nothing comes of it once the lane or the threads are closed. */
    synchronized void submit(KeyWork work) {
        if (closed) {
            return;
        }
        waiting.add(work);
        if (!turnQueued) {
            turnQueued = threads.execute(this::turn);
        }
    }

    /** Nothing more is performed or handed back, but for what is on a thread just now. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        performed.clear();
    }

    private void turn() {
        for (int i = 0; i < WORKS_PER_TURN; i++) {
            KeyWork work = next();
            if (work == null) {
                return;
            }
            Throwable defect = null;
            try {
                work.perform();
            } catch (RuntimeException | Error e) {
                defect = e;
            }
            handBack(new Performed(work, defect));
        }
        again();
    }

    private synchronized KeyWork next() {
        KeyWork work = waiting.poll();
        turnQueued = work != null;
        return work;
    }

    private synchronized void again() {
        turnQueued = !waiting.isEmpty() && threads.execute(this::turn);
    }

    private synchronized void handBack(Performed one) {
        if (closed) {
            return;
        }
        performed.add(one);
        if (!deliveryQueued) {
            deliveryQueued = queueDelivery();
        }
    }

    private boolean queueDelivery() {
        try {
            loop.execute(this::deliver);
            return true;
        } catch (RejectedExecutionException e) {
            // The endpoint is closed, and with it the session.
            return false;
        }
    }

    private void deliver() {
        for (int i = 0; i < WORKS_PER_TASK; i++) {
            Performed one = nextPerformed();
            if (one == null) {
                break;
            }
            owner.onPerformed(one.work(), one.defect());
        }
        owner.onBatchEnd();
        redeliver();
    }

    private synchronized Performed nextPerformed() {
        return performed.poll();
    }

    /** Others of the event loop get their turn in between. */
    private synchronized void redeliver() {
        deliveryQueued = !performed.isEmpty() && queueDelivery();
    }
}
