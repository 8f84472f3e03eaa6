package io.uftpengine.core.metrics;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import java.util.HashMap;
import java.util.Map;

/** Takes the time of one session by its events. Single writer: the role's event loop. */
final class SessionWatch {
    private final RoleClock clock;
    private final long begunNs;

    /** When the files were offered that are not finished with, by file ID; a session has no more than two or three at once. */
    private final Map<Integer, Long> offeredNs = new HashMap<>();

    private boolean handshaking = true;
    private SessionOutcome outcome;

    SessionWatch(RoleClock clock, long nowNs) {
        this.clock = clock;
        begunNs = nowNs;
    }

    void onEvent(SessionEvent event, long nowNs) {
        if (event instanceof SessionEvent.PhaseEntered entered) {
            if (handshaking && entered.phase() != Phase.ANNOUNCE) {
                handshaking = false;
                if (entered.phase() != Phase.OVER) {
                    clock.onHandshake(nowNs - begunNs);
                }
            }
        } else if (event instanceof SessionEvent.FileStarted started) {
            offeredNs.put(started.fileId(), nowNs);
        } else if (event instanceof SessionEvent.FileFinished finished) {
            Long offered = offeredNs.remove(finished.fileId());
            if (offered != null) {
                clock.onFile(finished.outcome(), nowNs - offered);
            }
        } else if (event instanceof SessionEvent.SessionEnded ended) {
            outcome = ended.outcome();
        }
    }

    /** How it ended as its events tell, or null. */
    SessionOutcome outcome() {
        return outcome;
    }

    /** @param how null = by a defect */
    void onOver(SessionOutcome how, long nowNs) {
        clock.onSession(how, nowNs - begunNs);
    }
}
