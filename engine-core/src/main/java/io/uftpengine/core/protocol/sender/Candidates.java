package io.uftpengine.core.protocol.sender;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whoever has sent a REGISTER for an open group and has not proved to have the keys to it. REGISTERs are easily forged, so
 * their number is bounded, and they count for nothing: not for the group size, not in reports until the end.
 */
final class Candidates {
    /** Most at a time. */
    static final int MAX_CANDIDATES = 1024;

    private final Map<Integer, Participant> byId = new LinkedHashMap<>();

    /** The candidate with that ID, or null. */
    Participant get(int id) {
        return byId.get(id);
    }

    boolean isFull() {
        return byId.size() >= MAX_CANDIDATES;
    }

    /** The one that has been here longest, or null. */
    Participant oldest() {
        Iterator<Participant> all = byId.values().iterator();
        return all.hasNext() ? all.next() : null;
    }

    /** Adds one; the caller has made room. */
    Participant add(int id) {
        Participant candidate = new Participant(id);
        byId.put(id, candidate);
        return candidate;
    }

    /** False when it was no candidate. */
    boolean remove(Participant candidate) {
        return byId.remove(candidate.id(), candidate);
    }

    /** In order of their first REGISTERs. */
    Collection<Participant> all() {
        return byId.values();
    }

    int size() {
        return byId.size();
    }

    void clear() {
        byId.clear();
    }
}
