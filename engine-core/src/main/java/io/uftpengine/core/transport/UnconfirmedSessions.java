package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sessions that their sender has not confirmed, oldest first. Anybody can make one with a forged ANNOUNCE, and a GRTT of
 * 1000 s in it keeps it for hours; so there are few, and the oldest gives way. A confirmed session never does. Single writer:
 * the role's event loop.
 */
final class UnconfirmedSessions {
    /** Each may have joined a group, and Linux grants 20 a socket by default. */
    static final int MAX = 16;

    private record Candidate(SessionDriver driver, ReceiverSession machine) {
        boolean isConfirmed() {
            return machine.phase() != Phase.ANNOUNCE;
        }
    }

    private final Map<Long, Candidate> candidates = new LinkedHashMap<>();

    void add(long key, SessionDriver driver, ReceiverSession machine) {
        candidates.put(key, new Candidate(driver, machine));
    }

    void remove(long key) {
        candidates.remove(key);
    }

    /** The session that must give way before another one may begin, or null when there is room. */
    SessionDriver surplus() {
        if (candidates.size() < MAX) {
            return null;
        }
        candidates.values().removeIf(Candidate::isConfirmed);
        return candidates.size() < MAX
                ? null
                : candidates.values().iterator().next().driver();
    }
}
