package io.uftpengine.core.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Times are those between a session's events, and an event loop's lag is that behind its timer. */
class SessionWatchTest {
    private static final long MS = 1_000_000;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterPlan plan = new MeterPlan();
    private final RoleClock clock = new RoleClock(plan, "sender");
    private final SessionWatch watch = new SessionWatch(clock, 100 * MS);

    @BeforeEach
    void register() {
        plan.bindTo(registry);
    }

    private Timer timer(EngineMeter meter, String... tags) {
        return registry.get(meter.meterName()).tags(tags).timer();
    }

    private double ended(String outcome) {
        return registry.get(EngineMeter.SESSIONS_ENDED.meterName())
                .tags("outcome", outcome)
                .functionCounter()
                .count();
    }

    @Test
    void shouldTakeTheTimeOfHandshakeFilesAndSession() {
        watch.onEvent(new SessionEvent.PhaseEntered(Phase.ANNOUNCE), 100 * MS);
        watch.onEvent(new SessionEvent.PhaseEntered(Phase.FILE_INFO), 130 * MS);
        watch.onEvent(new SessionEvent.FileStarted(1, "a", 1), 131 * MS);
        watch.onEvent(new SessionEvent.PhaseEntered(Phase.DATA), 140 * MS);
        watch.onEvent(new SessionEvent.FileStarted(2, "b", 1), 150 * MS);
        watch.onEvent(new SessionEvent.FileFinished(1, "a", 1, FileOutcome.COPY, ""), 151 * MS);
        watch.onEvent(new SessionEvent.FileFinished(2, "b", 1, FileOutcome.REJECTED, ""), 157 * MS);
        watch.onEvent(new SessionEvent.FileFinished(3, "never offered", 1, FileOutcome.REJECTED, ""), 158 * MS);
        watch.onEvent(new SessionEvent.SessionEnded(SessionOutcome.COMPLETED, ""), 160 * MS);
        watch.onOver(watch.outcome(), 170 * MS);
        assertEquals(1, timer(EngineMeter.HANDSHAKE_DURATION).count());
        assertEquals(30, timer(EngineMeter.HANDSHAKE_DURATION).totalTime(TimeUnit.MILLISECONDS));
        assertEquals(20, timer(EngineMeter.FILE_DURATION, "outcome", "copy").totalTime(TimeUnit.MILLISECONDS));
        assertEquals(1, timer(EngineMeter.FILE_DURATION, "outcome", "rejected").count());
        assertEquals(7, timer(EngineMeter.FILE_DURATION, "outcome", "rejected").totalTime(TimeUnit.MILLISECONDS));
        assertEquals(70, timer(EngineMeter.SESSION_DURATION).totalTime(TimeUnit.MILLISECONDS));
        assertEquals(1, ended("completed"));
        assertEquals(0, ended("defect"));
    }

    @Test
    void shouldNotTakeTheTimeOfAHandshakeThatFailed() {
        watch.onEvent(new SessionEvent.PhaseEntered(Phase.ANNOUNCE), 100 * MS);
        watch.onEvent(new SessionEvent.PhaseEntered(Phase.OVER), 130 * MS);
        assertEquals(0, timer(EngineMeter.HANDSHAKE_DURATION).count());
    }

    @Test
    void shouldTellADefectFromAnOutcome() {
        assertNull(watch.outcome());
        watch.onOver(null, 170 * MS);
        assertEquals(1, ended("defect"));
    }

    @Test
    void shouldMeasureHowLateATickIs() {
        LagProbe lag = new LagProbe(clock);
        lag.begin(0);
        lag.end(MS);
        assertEquals(0, timer(EngineMeter.EVENT_LOOP_LAG).count(), "nothing was due");
        lag.begin(MS + EngineMetrics.TICK_NS + 3 * MS);
        lag.end(200 * MS);
        assertEquals(1, timer(EngineMeter.EVENT_LOOP_LAG).count());
        assertEquals(3, timer(EngineMeter.EVENT_LOOP_LAG).totalTime(TimeUnit.MILLISECONDS));
        lag.begin(200 * MS + EngineMetrics.TICK_NS - 1);
        assertEquals(3, timer(EngineMeter.EVENT_LOOP_LAG).totalTime(TimeUnit.MILLISECONDS), "early is not late");
    }
}
