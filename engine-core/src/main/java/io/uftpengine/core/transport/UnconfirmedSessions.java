package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sessions that their sender has not confirmed, oldest first. Anybody can make one with a forged ANNOUNCE, and a GRTT of
 * 1000 s in it keeps it for hours; so there are few, fewer yet of one address, and the oldest gives way once it has had
 * its time. A confirmed session never does. Single writer: the role's event loop.
 */
final class UnconfirmedSessions {
    /** Each may have joined a group, and Linux grants 20 a socket by default. */
    static final int MAX = 16;

    /** Of one source address, so that a single host can't take all places. */
    static final int MAX_PER_SOURCE = 4;

    /** A session that is not confirmed in this time may have to give way. */
    static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(1);

    private record Candidate(SessionDriver driver, ReceiverSession machine, InetAddress source, long sinceNs) {
        boolean isConfirmed() {
            return machine.phase() != Phase.ANNOUNCE;
        }
    }

    private final Map<Long, Candidate> candidates = new LinkedHashMap<>();

    void add(long key, SessionDriver driver, ReceiverSession machine, InetAddress source, long nowNs) {
        candidates.put(key, new Candidate(driver, machine, source, nowNs));
    }

    void remove(long key) {
        candidates.remove(key);
    }

    /** Whether there is room for another session of that source, now that an old one has given way if it had to. */
    boolean makeRoom(InetAddress source, long nowNs) {
        candidates.values().removeIf(Candidate::isConfirmed);
        Candidate oldest = null;
        Candidate oldestOfSource = null;
        int ofSource = 0;
        for (Candidate candidate : candidates.values()) {
            oldest = oldest == null ? candidate : oldest;
            if (candidate.source().equals(source)) {
                oldestOfSource = oldestOfSource == null ? candidate : oldestOfSource;
                ofSource++;
            }
        }
        Candidate surplus = ofSource >= MAX_PER_SOURCE ? oldestOfSource : candidates.size() >= MAX ? oldest : null;
        if (surplus == null) {
            return true;
        }
        if (nowNs - surplus.sinceNs() < PATIENCE_NS) {
            return false;
        }
        surplus.driver().drop();
        return true;
    }
}
