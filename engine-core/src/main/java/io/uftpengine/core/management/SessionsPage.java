package io.uftpengine.core.management;

import io.uftpengine.core.engine.SessionSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the sessions' event loops answer, and whether they do. They are asked once for all who ask within half a second, for they have other
 * things to do. Belongs to the endpoint's thread, on which the list is written, too.
 */
final class SessionsPage {
    /** Less than a health check waits. */
    static final long MAX_WAIT_MS = 1_000;

    private static final long MIN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Page LIVE = Page.text(HttpStatus.OK, "live");
    private static final Page HANGS = Page.text(
            HttpStatus.SERVICE_UNAVAILABLE, "an event loop has not answered for " + MAX_WAIT_MS / 1000 + " s");

    private final Supplier<CompletableFuture<List<SessionSnapshot>>> sessions;
    private final Executor thread;
    private final LongSupplier clockNs;

    /** The last answer; null before the first. */
    private CompletableFuture<List<SessionSnapshot>> last;

    private long lastNs;

    /** The list of the last answer; null until it is wanted. */
    private CompletableFuture<Page> list;

    SessionsPage(Supplier<CompletableFuture<List<SessionSnapshot>>> sessions, Executor thread, LongSupplier clockNs) {
        this.sessions = sessions;
        this.thread = thread;
        this.clockNs = clockNs;
    }

    /** The list. */
    CompletableFuture<Page> list() {
        CompletableFuture<List<SessionSnapshot>> answer = ask();
        if (list == null) {
            list = whenAnswered(
                    answer, all -> Page.of(HttpStatus.OK, "application/json; charset=utf-8", SessionsJson.of(all)));
        }
        return list;
    }

    /** Whether the loops answer at all. */
    CompletableFuture<Page> liveness() {
        return whenAnswered(ask(), all -> LIVE);
    }

    private CompletableFuture<List<SessionSnapshot>> ask() {
        long nowNs = clockNs.getAsLong();
        if (last == null || last.isDone() && nowNs - lastNs >= MIN_INTERVAL_NS) {
            lastNs = nowNs;
            last = sessions.get().orTimeout(MAX_WAIT_MS, TimeUnit.MILLISECONDS);
            list = null;
        }
        return last;
    }

    private CompletableFuture<Page> whenAnswered(
            CompletableFuture<List<SessionSnapshot>> answer, Function<List<SessionSnapshot>, Page> page) {
        return answer.thenApplyAsync(page, thread).exceptionally(fault -> {
            Throwable cause = fault.getCause() == null ? fault : fault.getCause();
            // Rejected: the endpoint is being closed.
            boolean isLate = cause instanceof TimeoutException || cause instanceof RejectedExecutionException;
            return isLate ? HANGS : Pages.defect(cause);
        });
    }
}
