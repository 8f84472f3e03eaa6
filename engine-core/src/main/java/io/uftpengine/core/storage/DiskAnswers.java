package io.uftpengine.core.storage;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What a disk thread answers to an event loop about one file: each task by itself, until the file's last one is on its way. Then the answers
 * of those before it wait for that one's, and all go together: small files consist of little else than ways from one thread to the other.
 */
public final class DiskAnswers {
    /** Runs on the event loop. */
    public interface Answer extends Runnable {
        /** The event loop is gone, and nobody will ever hear; called on the disk thread instead. */
        void onLost();

        /** Of two parts. */
        static Answer of(Runnable heard, Runnable lost) {
            return new Answer() {
                @Override
                public void run() {
                    heard.run();
                }

                @Override
                public void onLost() {
                    lost.run();
                }
            };
        }
    }

    private final Executor loop;

    /** Guarded by this, as is what is held. */
    private boolean holding;

    private final Queue<Answer> held = new ArrayDeque<>();

    /** @param loop takes no more tasks when it is gone */
    public DiskAnswers(Executor loop) {
        this.loop = loop;
    }

    /** Event loop: the next task for the disk thread is the last. */
    public synchronized void holdForTheLast() {
        holding = true;
    }

    /** Disk thread: the answer of a task. */
    public void tell(Answer answer) {
        if (!holds(answer)) {
            send(answer);
        }
    }

    private synchronized boolean holds(Answer answer) {
        if (holding) {
            held.add(answer);
        }
        return holding;
    }

    private void send(Answer answer) {
        try {
            loop.execute(answer);
        } catch (RejectedExecutionException e) {
            answer.onLost();
        }
    }

    /** Disk thread: the answer of the last task, behind all that are held. */
    public void tellLast(Runnable last) {
        send(Answer.of(
                () -> {
                    release();
                    last.run();
                },
                () -> {
                    for (Answer answer = next(); answer != null; answer = next()) {
                        answer.onLost();
                    }
                }));
    }

    /** Event loop: nothing more is held, if only because the disk thread has not taken the last task. */
    public void release() {
        for (Answer answer = next(); answer != null; answer = next()) {
            answer.run();
        }
    }

    /** What is held, one after the other; null when there is no more, and what comes from now on goes its own way. */
    private synchronized Answer next() {
        holding = !held.isEmpty();
        return held.poll();
    }
}
