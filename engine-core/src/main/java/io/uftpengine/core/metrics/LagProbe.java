package io.uftpengine.core.metrics;

/** How late an event loop is with the task that calls this every {@link EngineMetrics#TICK_NS}. Belongs to the event loop. */
final class LagProbe {
    private final RoleClock clock;
    private long dueNs;
    private boolean begun;

    LagProbe(RoleClock clock) {
        this.clock = clock;
    }

    void begin(long nowNs) {
        if (begun) {
            clock.onLag(Math.max(0, nowNs - dueNs));
        }
    }

    void end(long nowNs) {
        begun = true;
        dueNs = nowNs + EngineMetrics.TICK_NS;
    }
}
