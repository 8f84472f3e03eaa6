package io.uftpengine.core.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.uftpengine.core.engine.SessionSnapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the sessions' event loops answer, and whether they do. The list is written once for all who ask within half a second. Belongs to
 * the endpoint's thread, on which it is written, too.
 */
final class SessionsPage {
    /** Less than a health check waits. */
    static final long MAX_WAIT_MS = 1_000;

    private static final long MIN_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final Page LIVE = Page.text(HttpResponseStatus.OK, "live");
    private static final Page HANGS = Page.text(
            HttpResponseStatus.SERVICE_UNAVAILABLE, "an event loop has not answered for " + MAX_WAIT_MS / 1000 + " s");

    private final Supplier<CompletableFuture<List<SessionSnapshot>>> sessions;
    private final Executor thread;
    private final LongSupplier clockNs;
    private CompletableFuture<Page> last;
    private long lastNs;

    SessionsPage(Supplier<CompletableFuture<List<SessionSnapshot>>> sessions, Executor thread, LongSupplier clockNs) {
        this.sessions = sessions;
        this.thread = thread;
        this.clockNs = clockNs;
    }

    /** The list. */
    CompletableFuture<Page> list() {
        long nowNs = clockNs.getAsLong();
        if (last == null || last.isDone() && nowNs - lastNs >= MIN_INTERVAL_NS) {
            lastNs = nowNs;
            last = whenAnswered(answer ->
                    Page.of(HttpResponseStatus.OK, "application/json; charset=utf-8", SessionsJson.of(answer)));
        }
        return last;
    }

    /** Whether the loops answer at all. */
    CompletableFuture<Page> liveness() {
        return whenAnswered(answer -> LIVE);
    }

    private CompletableFuture<Page> whenAnswered(Function<List<SessionSnapshot>, Page> page) {
        return sessions.get()
                .orTimeout(MAX_WAIT_MS, TimeUnit.MILLISECONDS)
                .thenApplyAsync(page, thread)
                .exceptionally(fault -> {
                    Throwable cause = fault.getCause() == null ? fault : fault.getCause();
                    return cause instanceof TimeoutException ? HANGS : Pages.defect(cause);
                });
    }
}
