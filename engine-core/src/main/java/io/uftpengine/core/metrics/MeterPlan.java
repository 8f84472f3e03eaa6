package io.uftpengine.core.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/** All meters as they will be once there is a registry. Until then no class of Micrometer is needed. Safe for use by any thread. */
final class MeterPlan {
    private final List<Consumer<MeterBook>> steps = new ArrayList<>();
    private MeterBook book;
    private boolean closed;

    /** Something to do with the registry. */
    synchronized void later(Consumer<MeterBook> step) {
        steps.add(step);
    }

    /** As {@link MeterBook#counter}. */
    void counter(EngineMeter meter, LongSupplier value, String... tagValues) {
        later(made -> made.counter(meter, value, tagValues));
    }

    /** As {@link MeterBook#gauge}. */
    void gauge(EngineMeter meter, DoubleSupplier value, String... tagValues) {
        later(made -> made.gauge(meter, value, tagValues));
    }

    /** As {@link MeterBook#functionTimer}. */
    void functionTimer(EngineMeter meter, LongSupplier calls, LongSupplier nanos, String... tagValues) {
        later(made -> made.functionTimer(meter, calls, nanos, tagValues));
    }

    /** As {@link MeterBook#timer}. */
    LateTimer timer(EngineMeter meter, String... tagValues) {
        LateTimer timer = new LateTimer();
        later(made -> timer.bindTo(made.timer(meter, tagValues)));
        return timer;
    }

    /** Registers everything, once. */
    synchronized void bindTo(MeterRegistry registry) {
        if (book != null || closed) {
            throw new IllegalStateException(closed ? "closed" : "the meters are in a registry already");
        }
        book = new MeterBook(registry);
        steps.forEach(step -> step.accept(book));
        steps.clear();
    }

    /** Takes the meters out of the registry. Idempotent. */
    synchronized void close() {
        closed = true;
        if (book != null) {
            book.removeAll();
        }
    }
}
