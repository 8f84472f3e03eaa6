package io.uftpengine.core.management;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The pages by their paths. Nothing of a request is repeated in an answer. Belongs to the endpoint's thread. */
final class Pages {
    /** Largest page, bytes: what is larger is not served. */
    static final int MAX_PAGE_BYTES = 4 * 1024 * 1024;

    /** So long metrics are good enough for others who ask: collecting them is what costs most. */
    static final long METRICS_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1000);

    private static final Logger LOGGER = LogManager.getLogger(Pages.class);

    private static final Page READY = Page.text(HttpStatus.OK, "ready");
    private static final Page NOT_FOUND =
            Page.text(HttpStatus.NOT_FOUND, "there is only /metrics, /livez, /readyz and /api/v1/sessions");
    private static final Page TOO_LARGE = Page.text(HttpStatus.INTERNAL_SERVER_ERROR, "too large");
    private static final Page DEFECT = Page.text(HttpStatus.INTERNAL_SERVER_ERROR, "a defect, see the log");

    /** One is enough: whoever finds the way to one can ask a thousand times. */
    private static final AtomicBoolean DEFECT_LOGGED = new AtomicBoolean();

    private record Made(Page page, long atNs) {}

    private final ManagementSource source;
    private final SessionsPage sessions;
    private final LongSupplier clockNs;

    /** The last page of metrics in each format that was asked for. */
    private final Map<MetricsFormat, Made> metrics = new EnumMap<>(MetricsFormat.class);

    /** @param thread the endpoint's */
    Pages(ManagementSource source, Executor thread, LongSupplier clockNs) {
        this.source = source;
        this.clockNs = clockNs;
        sessions = new SessionsPage(source::sessions, thread, clockNs);
    }

    /**
     * The page of a path. The future never fails; where it is not done yet, it completes on any thread.
     *
     * @param target of the request, with or without host and query
     * @param accept the header, or null
     */
    CompletableFuture<Page> find(String target, String accept) {
        CompletableFuture<Page> page;
        try {
            page = switch (path(target)) {
                case "/livez" -> sessions.liveness();
                case "/readyz" -> CompletableFuture.completedFuture(readiness());
                case "/metrics" -> CompletableFuture.completedFuture(metrics(accept));
                case "/api/v1/sessions" -> sessions.list();
                default -> CompletableFuture.completedFuture(NOT_FOUND);
            };
        } catch (RuntimeException | StackOverflowError e) {
            page = CompletableFuture.completedFuture(defect(e));
        }
        return page.thenApply(made -> made.body().length > MAX_PAGE_BYTES ? TOO_LARGE : made);
    }

    /** Instead of a page that could not be made. */
    static Page defect(Throwable cause) {
        if (DEFECT_LOGGED.compareAndSet(false, true)) {
            LOGGER.error("a page of the management endpoint could not be made", cause);
        }
        return DEFECT;
    }

    /** RFC 9112, 3.2: servers take the absolute form, too. */
    private static String path(String target) {
        int begin = 0;
        int scheme = target.indexOf("://");
        if (scheme > 0 && !target.startsWith("/")) {
            int slash = target.indexOf('/', scheme + "://".length());
            begin = slash < 0 ? target.length() : slash;
        }
        int query = target.indexOf('?', begin);
        return target.substring(begin, query < 0 ? target.length() : query);
    }

    private Page readiness() {
        return source.readiness()
                .whyNot()
                .map(reason -> Page.text(HttpStatus.SERVICE_UNAVAILABLE, "not ready: " + reason))
                .orElse(READY);
    }

    private Page metrics(String accept) {
        MetricsFormat format = MetricsFormat.accepted(accept);
        long nowNs = clockNs.getAsLong();
        Made made = metrics.get(format);
        if (made == null || nowNs - made.atNs() >= METRICS_INTERVAL_NS) {
            made = new Made(Page.of(HttpStatus.OK, format.contentType(), source.metrics(format)), nowNs);
            metrics.put(format, made);
        }
        return made.page();
    }
}
