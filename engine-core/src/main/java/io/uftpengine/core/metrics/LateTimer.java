package io.uftpengine.core.metrics;

import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** A timer that may come to a registry a little later: what was recorded before is kept. Safe for use by any thread. */
final class LateTimer {
    /** More than a process comes to in the seconds without a registry; of still more the newest are kept. */
    static final int MAX_EARLY = 4096;

    private static final int FEW = 8;

    private long[] early = new long[FEW];
    private int count;
    private Timer timer;

    synchronized void record(long ns) {
        if (timer != null) {
            timer.record(ns, TimeUnit.NANOSECONDS);
            return;
        }
        if (count == early.length && count < MAX_EARLY) {
            early = Arrays.copyOf(early, count * 2);
        }
        early[count % early.length] = ns;
        count++;
    }

    synchronized void bindTo(Timer made) {
        for (int i = 0; i < Math.min(count, early.length); i++) {
            made.record(early[i], TimeUnit.NANOSECONDS);
        }
        timer = made;
        early = null;
    }
}
