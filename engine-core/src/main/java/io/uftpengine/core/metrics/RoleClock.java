package io.uftpengine.core.metrics;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Times and ends of a role's sessions; all its meters are there from the start. Safe for use by any thread. */
final class RoleClock {
    private final LateTimer handshakes;
    private final LateTimer sessions;
    private final LateTimer lag;
    private final Map<FileOutcome, LateTimer> files = new EnumMap<>(FileOutcome.class);
    private final Map<SessionOutcome, LongAdder> ended = new EnumMap<>(SessionOutcome.class);
    private final LongAdder defects = new LongAdder();

    RoleClock(MeterPlan plan, String role) {
        handshakes = plan.timer(EngineMeter.HANDSHAKE_DURATION, role);
        sessions = plan.timer(EngineMeter.SESSION_DURATION, role);
        lag = plan.timer(EngineMeter.EVENT_LOOP_LAG, role);
        for (FileOutcome outcome : FileOutcome.values()) {
            files.put(outcome, plan.timer(EngineMeter.FILE_DURATION, role, MeterTag.textOf(outcome)));
        }
        for (SessionOutcome outcome : SessionOutcome.values()) {
            LongAdder count = new LongAdder();
            ended.put(outcome, count);
            plan.counter(EngineMeter.SESSIONS_ENDED, count::sum, role, MeterTag.textOf(outcome));
        }
        plan.counter(EngineMeter.SESSIONS_ENDED, defects::sum, role, MeterTag.DEFECT);
    }

    void onHandshake(long ns) {
        handshakes.record(ns);
    }

    void onFile(FileOutcome outcome, long ns) {
        files.get(outcome).record(ns);
    }

    void onLag(long ns) {
        lag.record(ns);
    }

    /** @param outcome null = a defect ended it */
    void onSession(SessionOutcome outcome, long ns) {
        sessions.record(ns);
        (outcome == null ? defects : ended.get(outcome)).increment();
    }
}
