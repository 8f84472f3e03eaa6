package io.uftpengine.core.management;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** The pages by their paths. Nothing of a request is repeated in an answer. Belongs to the endpoint's thread. */
final class Pages {
    /** Largest page, bytes: what is larger is not served. */
    static final int MAX_PAGE_BYTES = 4 * 1024 * 1024;

    /** Pages that cost something to make, per second, of all clients together; health costs nothing. */
    static final int MAX_COSTLY_PER_SECOND = 20;

    private static final Logger LOGGER = LogManager.getLogger(Pages.class);
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Page LIVE = Page.text(HttpResponseStatus.OK, "live");
    private static final Page READY = Page.text(HttpResponseStatus.OK, "ready");
    private static final Page NOT_FOUND =
            Page.text(HttpResponseStatus.NOT_FOUND, "there is only /metrics, /livez and /readyz");
    private static final Page TOO_MANY = Page.text(HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests");
    private static final Page TOO_LARGE = Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "too large");
    private static final Page DEFECT = Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "a defect, see the log");

    private final ManagementSource source;
    private final LongSupplier clockNs;
    private final AtomicBoolean defectLogged = new AtomicBoolean();
    private long secondBeganNs;
    private int costlyInSecond;

    Pages(ManagementSource source, LongSupplier clockNs) {
        this.source = source;
        this.clockNs = clockNs;
        secondBeganNs = clockNs.getAsLong();
    }

    /**
     * The page of a path. The future never fails; where it is not done yet, it completes on any thread.
     *
     * @param target of the request, with or without host and query
     * @param accept the header, or null
     */
    CompletableFuture<Page> find(String target, String accept) {
        return CompletableFuture.completedFuture(make(target, accept));
    }

    private Page make(String target, String accept) {
        try {
            Page page =
                    switch (path(target)) {
                        case "/livez" -> LIVE;
                        case "/readyz" -> readiness();
                        case "/metrics" -> isAffordable() ? metrics(accept) : TOO_MANY;
                        default -> NOT_FOUND;
                    };
            return page.body().length > MAX_PAGE_BYTES ? TOO_LARGE : page;
        } catch (RuntimeException | StackOverflowError e) {
            if (defectLogged.compareAndSet(false, true)) {
                LOGGER.error("a page of the management endpoint could not be made", e);
            }
            return DEFECT;
        }
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
                .map(reason -> Page.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "not ready: " + reason))
                .orElse(READY);
    }

    private Page metrics(String accept) {
        MetricsFormat format = MetricsFormat.accepted(accept);
        return Page.of(HttpResponseStatus.OK, format.contentType(), source.metrics(format));
    }

    private boolean isAffordable() {
        long nowNs = clockNs.getAsLong();
        if (nowNs - secondBeganNs >= SECOND_NS) {
            secondBeganNs = nowNs;
            costlyInSecond = 0;
        }
        return costlyInSecond++ < MAX_COSTLY_PER_SECOND;
    }
}
