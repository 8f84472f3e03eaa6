package io.uftpengine.core.metrics;

import io.micrometer.core.instrument.Timer;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Times and ends of a role's sessions; all its meters are there from the start. Safe for use by any thread. */
final class RoleClock {
    private final Timer handshakes;
    private final Timer sessions;
    private final Timer lag;
    private final Map<FileOutcome, Timer> files = new EnumMap<>(FileOutcome.class);
    private final Map<SessionOutcome, LongAdder> ended = new EnumMap<>(SessionOutcome.class);
    private final LongAdder defects = new LongAdder();

    RoleClock(MeterBook book, String role) {
        handshakes = book.timer(EngineMeter.HANDSHAKE_DURATION, role);
        sessions = book.timer(EngineMeter.SESSION_DURATION, role);
        lag = book.timer(EngineMeter.EVENT_LOOP_LAG, role);
        for (FileOutcome outcome : FileOutcome.values()) {
            files.put(outcome, book.timer(EngineMeter.FILE_DURATION, role, MeterTag.textOf(outcome)));
        }
        for (SessionOutcome outcome : SessionOutcome.values()) {
            LongAdder count = new LongAdder();
            ended.put(outcome, count);
            book.counter(EngineMeter.SESSIONS_ENDED, count::sum, role, MeterTag.textOf(outcome));
        }
        book.counter(EngineMeter.SESSIONS_ENDED, defects::sum, role, MeterTag.DEFECT);
    }

    void onHandshake(long ns) {
        handshakes.record(ns, TimeUnit.NANOSECONDS);
    }

    void onFile(FileOutcome outcome, long ns) {
        files.get(outcome).record(ns, TimeUnit.NANOSECONDS);
    }

    void onLag(long ns) {
        lag.record(ns, TimeUnit.NANOSECONDS);
    }

    /** @param outcome null = a defect ended it */
    void onSession(SessionOutcome outcome, long ns) {
        sessions.record(ns, TimeUnit.NANOSECONDS);
        (outcome == null ? defects : ended.get(outcome)).increment();
    }
}
