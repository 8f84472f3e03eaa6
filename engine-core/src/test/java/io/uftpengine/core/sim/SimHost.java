package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;

/**
 * What stands around one machine, as the real driver does: gives it what is due, in the order of time; after any input drains its
 * actions and events, transmits, and re-arms one timer. The machine's clock starts at {@link #CLOCK_ORIGIN_NS}, so that no machine
 * can take 0 for "never".
 */
abstract class SimHost {
    /** What a machine's clock shows when the simulation starts. */
    static final long CLOCK_ORIGIN_NS = 5_000_000_000_000L;

    /** Epoch of a machine's clock, microseconds. */
    static final long EPOCH_OFFSET_MICROS = 1_700_000_000_000_000L;

    private static final int MAX_TASKS = 1 << 16;
    private static final int MAX_IDLE_WAKE_UPS = 1000;
    private static final long LIVELOCK_WINDOW_NS = 100_000;

    protected final EventQueue<TaskResult> tasks = new EventQueue<>(MAX_TASKS);
    private final EventQueue<Runnable> lifecycle = new EventQueue<>(MAX_TASKS);
    protected long nowNs;
    protected long timerNs = EventQueue.NEVER;
    private long pausedUntilNs;
    private long livelockWindowNs;
    private int wakeUps;
    private long trace = 1;

    /** Does something to this host, or to its machine, at a time. */
    final void at(long timeNs, Runnable what) {
        lifecycle.add(timeNs, what);
    }

    /** From now on nothing is done until then; what arrives waits in the socket. */
    final void pauseUntil(long timeNs) {
        pausedUntilNs = timeNs;
    }

    final long pausedUntilNs() {
        return pausedUntilNs;
    }

    /** When something is due next. */
    final long nextEventNs() {
        long next = Math.min(Math.min(nextArrivalNs(), tasks.nextNs()), Math.min(lifecycle.nextNs(), timerNs));
        return next == EventQueue.NEVER ? next : Math.max(next, pausedUntilNs);
    }

    /** Does everything that is due before {@code endNs}. */
    final void runUntil(long endNs) {
        while (true) {
            long arrival = nextArrivalNs();
            long task = tasks.nextNs();
            long life = lifecycle.nextNs();
            long next = Math.min(Math.min(arrival, task), Math.min(life, timerNs));
            long due = Math.max(next, pausedUntilNs);
            if (next == EventQueue.NEVER || due >= endNs) {
                return;
            }
            nowNs = Math.max(nowNs, due);
            if (next == life) {
                lifecycle.poll().run();
            } else if (next == task) {
                onTask(tasks.poll());
            } else if (next == arrival) {
                onArrival(arrival);
            } else {
                onTimer();
            }
        }
    }

    /** Re-arms the timer after the machine has been drained. */
    protected final void rearm(ProtocolMachine machine) {
        long deadline = machine.nextDeadlineNs();
        if (deadline == ProtocolMachine.NO_DEADLINE) {
            throw new SimulationFailure(name() + " waits without a deadline");
        }
        timerNs = Math.max(nowNs, deadline - CLOCK_ORIGIN_NS);
    }

    /** Counts wake-ups by the timer: a machine whose deadlines make no progress is stuck. */
    protected final void countWakeUp() {
        if (nowNs - livelockWindowNs > LIVELOCK_WINDOW_NS) {
            livelockWindowNs = nowNs;
            wakeUps = 0;
        }
        if (++wakeUps > MAX_IDLE_WAKE_UPS) {
            throw new SimulationFailure(name() + " asks to be woken again and again without any progress");
        }
    }

    /** A time of the simulation as the machine's clock shows it. */
    protected final long machineTime() {
        return nowNs + CLOCK_ORIGIN_NS;
    }

    /** Adds to the fingerprint of everything that happened here. */
    protected final void trace(long value) {
        trace = (trace ^ value ^ nowNs << 20) * 0x9E3779B97F4A7C15L + (trace >>> 29);
    }

    final long traceHash() {
        return SimRandom.mix(trace);
    }

    abstract String name();

    /** Nothing is left to be done here. */
    abstract boolean isOver();

    protected abstract long nextArrivalNs();

    protected abstract void onArrival(long arrivalNs);

    protected abstract void onTask(TaskResult result);

    protected abstract void onTimer();
}
