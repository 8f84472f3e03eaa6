package io.uftpengine.core.engine;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * The sessions of one role, looked at only when somebody asks, and on their event loop at most twice a second, however many ask. Nothing
 * happens while nobody does. Safe for use by any thread.
 */
final class Snapshots {
    /** For so long an answer is good enough for others who ask. */
    static final long MIN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Executor loop;
    private final LongFunction<List<SessionSnapshot>> look;
    private final LongSupplier clockNs;

    /** The last look, done or under way; null before the first. */
    private CompletableFuture<List<SessionSnapshot>> last;

    private long lastNs;
    private boolean ended;

    /**
     * @param loop where the sessions live; a task that it does not take is never answered, see {@link #end}
     * @param look takes the time and looks, on the loop
     */
    Snapshots(Executor loop, LongFunction<List<SessionSnapshot>> look, LongSupplier clockNs) {
        this.loop = loop;
        this.look = look;
        this.clockNs = clockNs;
    }

    /** At most half a second old when it is asked for. Not done while the event loop does not answer. */
    CompletableFuture<List<SessionSnapshot>> current() {
        CompletableFuture<List<SessionSnapshot>> asked;
        synchronized (this) {
            if (ended) {
                return CompletableFuture.completedFuture(List.of());
            }
            boolean isGoodEnough = last != null && (!last.isDone() || clockNs.getAsLong() - lastNs < MIN_INTERVAL_NS);
            if (isGoodEnough) {
                return last.copy();
            }
            asked = new CompletableFuture<>();
            last = asked;
            lastNs = clockNs.getAsLong();
        }
        loop.execute(() -> {
            try {
                asked.complete(look.apply(clockNs.getAsLong()));
            } catch (RuntimeException | Error e) {
                asked.completeExceptionally(e);
            }
        });
        return asked.copy();
    }

    /** The role is over: it has no sessions any more. */
    void end() {
        CompletableFuture<List<SessionSnapshot>> waiting;
        synchronized (this) {
            ended = true;
            waiting = last;
        }
        if (waiting != null) {
            waiting.complete(List.of());
        }
    }
}
