package io.uftpengine.cli;

import io.uftpengine.core.management.ServiceManager;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What a command tells the service manager that started it; nothing when none did, and then nothing of it is loaded. Used by the
 * main thread, {@link #stopping} by any.
 */
final class ServiceNotes implements AutoCloseable {
    /** Calls something at an interval from where the work is done. */
    @FunctionalInterface
    interface Heartbeat {
        void start(long intervalNs, Runnable beat);
    }

    private static final long STATUS_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Null without one. */
    private final ServiceManager manager;

    private long nextStatusNs;

    ServiceNotes(Surroundings surroundings) {
        manager = surroundings.environment().containsKey(ServiceManager.SOCKET_VARIABLE)
                ? ServiceManager.of(
                        surroundings.environment(), ProcessHandle.current().pid())
                : null;
    }

    /** The command does what it is there for, as long as the heart beats. */
    void ready(String status, Heartbeat heartbeat) {
        if (manager != null) {
            nextStatusNs = System.nanoTime() + STATUS_INTERVAL_NS;
            manager.ready(DisplayText.safe(status));
            manager.watchdogIntervalNs().ifPresent(intervalNs -> heartbeat.start(intervalNs, manager::alive));
        }
    }

    /** What it does now, told once a second at most; an empty one is none. */
    void tick(long nowNs, Supplier<String> status) {
        if (manager != null && nowNs - nextStatusNs >= 0) {
            String now = status.get();
            if (!now.isEmpty()) {
                nextStatusNs = nowNs + STATUS_INTERVAL_NS;
                manager.status(DisplayText.safe(now));
            }
        }
    }

    /** It was asked to end. */
    void stopping() {
        if (manager != null) {
            manager.stopping();
        }
    }

    @Override
    public void close() {
        if (manager != null) {
            manager.close();
        }
    }
}
