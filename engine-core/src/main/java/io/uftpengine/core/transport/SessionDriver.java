package io.uftpengine.core.transport;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Runs one protocol machine: after any input drains its actions and events, transmits while the socket is writable and
 * re-arms one timer; in an encrypted session also seals what it sends and sees to its key work. Single writer: the role's event loop makes every call. Whatever the machine or the host throws ends
 * this session only, as a defect.
 */
final class SessionDriver implements SessionKeys.Client {
    /** Rounds in a row before other work of the event loop gets its turn. */
    private static final int MAX_ROUNDS = 32;

    /** Shortest wait when nothing can be done although a deadline has passed: the loop must not spin. */
    private static final long MIN_IDLE_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ProtocolMachine machine;
    private final SessionHost host;

    /** Null in a session in the clear. */
    private final SessionKeys keys;

    private final DatagramWriter writer;
    private final EventExecutor loop;
    private final LongSupplier clockNs;
    private final Runnable timerTask = this::onTimer;
    private final Runnable pumpTask = this::pumpAndFlush;

    private ScheduledFuture<?> timer;
    private long timerNs;
    private boolean pumping;
    private boolean touched;

    /** Blocks wait for {@link DatagramWriter#flush}, no longer than until the next ones, or the end of the pump. */
    private boolean blocksUnflushed;

    private boolean over;

    /** @param keys of an encrypted session, which ends them; null = a session in the clear */
    SessionDriver(
            ProtocolMachine machine,
            SessionHost host,
            SessionKeys keys,
            DatagramWriter writer,
            EventExecutor loop,
            LongSupplier clockNs) {
        this.machine = machine;
        this.host = host;
        this.keys = keys;
        this.writer = writer;
        this.loop = loop;
        this.clockNs = clockNs;
        if (keys != null) {
            keys.attach(this);
        }
    }

    SessionHost host() {
        return host;
    }

    /** Null in a session in the clear. */
    SessionKeys keys() {
        return keys;
    }

    boolean isOver() {
        return over;
    }

    /** True the first time in a read batch. */
    boolean markTouched() {
        boolean first = !touched;
        touched = true;
        return first;
    }

    /** {@link ProtocolMachine#onHeader}; the machine acts at the end of the read batch. */
    DropReason onHeader(
            int function,
            Protection protection,
            int sequence,
            int sourceId,
            int grttCode,
            int groupSizeCode,
            int datagramLength,
            InetSocketAddress remote,
            long nowNs) {
        if (over) {
            return DropReason.SESSION_OVER;
        }
        try {
            return machine.onHeader(
                    function, protection, sequence, sourceId, grttCode, groupSizeCode, datagramLength, remote, nowNs);
        } catch (RuntimeException | Error e) {
            finish(e);
            return DropReason.SESSION_OVER;
        }
    }

    /** {@link ProtocolMachine#onMessage}; the machine acts at the end of the read batch. */
    void onMessage(Inbound in, long nowNs) {
        guarded(() -> machine.onMessage(in, nowNs));
        // A CLIENT_KEY may be next in this batch: it waits only for a key agreement that has begun. Or a block: it
        // needs a file.
        boolean actsAtOnce = keys != null && in.protection() == Protection.CLEAR || in.message() instanceof FileInfo;
        if (actsAtOnce && !over && !pumping) {
            pumping = true;
            guarded(this::act);
            pumping = false;
        }
    }

    void onReadComplete() {
        touched = false;
        // First, for a file that is whole by now goes to the disk at once.
        pump();
        guarded(host::endReadBatch);
    }

    /** The answer to slow work. */
    void onTaskResult(TaskResult result) {
        guarded(() -> machine.onTaskResult(result, clockNs.getAsLong()));
        pumpAndFlush();
    }

    /** As {@link #onTaskResult}, one of several: the machine acts at {@link #pumpAndFlush}. */
    void onTaskResultOfMany(TaskResult result) {
        guarded(() -> machine.onTaskResult(result, clockNs.getAsLong()));
    }

    /** Asks the machine to end the session, telling the peers. */
    void abort(String reason) {
        guarded(() -> machine.onAbortRequest(reason, clockNs.getAsLong()));
        pumpAndFlush();
    }

    /** A defect met while working for this session. */
    void fail(Throwable defect) {
        if (!over) {
            finish(defect);
        }
    }

    /** Forgets the session without a word to anybody on the network. */
    void drop() {
        if (!over) {
            finish(null);
        }
    }

    /** Lets the machine act and sends what comes of it. */
    void pumpAndFlush() {
        pump();
        writer.flush();
    }

    private void guarded(Runnable input) {
        if (over) {
            return;
        }
        try {
            input.run();
        } catch (RuntimeException | Error e) {
            finish(e);
        }
    }

    private void pump() {
        if (over || pumping) {
            return;
        }
        pumping = true;
        try {
            boolean moved = false;
            int rounds = 0;
            boolean more = true;
            while (more && !over && rounds++ < MAX_ROUNDS) {
                more = drain();
                more |= transmit();
                moved |= more;
            }
            if (over) {
                return;
            } else if (machine.isTerminated()) {
                finish(null);
            } else if (more) {
                loop.execute(pumpTask);
            } else {
                arm(moved);
            }
        } catch (RuntimeException | Error e) {
            finish(e);
        } finally {
            pumping = false;
        }
    }

    private boolean drain() {
        boolean any = act();
        host.endActions();
        for (SessionEvent event = machine.pollEvent(); event != null && !over; event = machine.pollEvent()) {
            any = true;
            host.onEvent(event);
        }
        return any;
    }

    private boolean act() {
        boolean any = false;
        for (Action action = machine.pollAction(); action != null && !over; action = machine.pollAction()) {
            any = true;
            if (action instanceof Action.Send send) {
                send(send);
            } else if (action instanceof Action.KeyAction work) {
                beginKeyWork(work);
            } else {
                host.perform(action);
            }
        }
        return any;
    }

    private void send(Action.Send send) {
        if (!host.maySend(send)) {
            return;
        }
        InetSocketAddress destination = host.resolve(send.destination());
        if (send.protection() == Protection.CLEAR) {
            writer.send(send.header(), send.message(), destination);
        } else if (keys != null) {
            writer.sendSealed(send.header(), send.message(), destination, keys.security(), send.protection());
        } else {
            throw new IllegalStateException(send.message().function() + " to be sealed in a session in the clear");
        }
    }

    private void beginKeyWork(Action.KeyAction work) {
        if (keys == null) {
            throw new IllegalStateException("key work in a session in the clear: " + work);
        }
        keys.begin(work);
    }

    @Override
    public void onKeyAnswer(TaskResult answer) {
        guarded(() -> machine.onTaskResult(answer, clockNs.getAsLong()));
    }

    @Override
    public void onKeyDatagram(byte[] datagram, Action.Destination destination) {
        guarded(() -> writer.send(datagram, host.resolve(destination)));
    }

    @Override
    public void onKeyDefect(Throwable defect) {
        fail(defect);
    }

    @Override
    public void onKeyBatchEnd() {
        pumpAndFlush();
    }

    private boolean transmit() {
        TransmitSink sink = host.transmitSink();
        if (sink != null && !over && blocksUnflushed) {
            blocksUnflushed = false;
            writer.flush();
        }
        if (sink == null || over || !writer.isWritable()) {
            return false;
        }
        int sent = machine.pollTransmit(clockNs.getAsLong(), host.transmitBatchBlocks(), sink);
        if (sent == 0) {
            return false;
        }
        host.endTransmitBatch();
        // Together with what follows them at once, such as the DONE of a small file.
        blocksUnflushed = true;
        return true;
    }

    private void arm(boolean moved) {
        long deadlineNs = machine.nextDeadlineNs();
        if (deadlineNs == ProtocolMachine.NO_DEADLINE) {
            cancelTimer();
            return;
        }
        // A timer that is due earlier stays: onTimeout is harmless when early.
        if (timer != null && timerNs - deadlineNs <= 0) {
            return;
        }
        cancelTimer();
        long nowNs = clockNs.getAsLong();
        boolean stuck = !moved || !writer.isWritable();
        long delayNs = Math.max(deadlineNs - nowNs, stuck && deadlineNs - nowNs <= 0 ? MIN_IDLE_DELAY_NS : 0);
        timerNs = nowNs + delayNs;
        timer = loop.schedule(timerTask, delayNs, TimeUnit.NANOSECONDS);
    }

    private void onTimer() {
        timer = null;
        guarded(() -> machine.onTimeout(clockNs.getAsLong()));
        pumpAndFlush();
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void finish(Throwable defect) {
        over = true;
        cancelTimer();
        try {
            // The last words go first: who hears of the end may end the process, and does not ask this thread whether
            // it is done.
            writer.flush();
            host.onOver(defect);
        } finally {
            if (keys != null) {
                keys.close();
            }
        }
    }
}
