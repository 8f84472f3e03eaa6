package io.uftpengine.core.management;

import java.util.Locale;

/** Text forms of metrics that are served. */
public enum MetricsFormat {
    /** The text format of Prometheus. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    /** OpenMetrics 1.0, for who asks for it. */
    OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String OPEN_METRICS_TYPE = "application/openmetrics-text";

    private final String contentType;

    MetricsFormat(String contentType) {
        this.contentType = contentType;
    }

    /** Value of the header Content-Type. */
    public String contentType() {
        return contentType;
    }

    /**
     * What to answer with. As Prometheus' own libraries do it: who names OpenMetrics understands it.
     *
     * @param accept the header Accept, or null
     */
    static MetricsFormat accepted(String accept) {
        return accept != null && accept.toLowerCase(Locale.ROOT).contains(OPEN_METRICS_TYPE)
                ? OPEN_METRICS
                : PROMETHEUS;
    }
}
