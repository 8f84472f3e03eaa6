package io.uftpengine.core.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sealed datagrams that came before the keys that are being agreed, by their author. Bounded, the latest are dropped. */
final class HeldDatagrams {
    /** A CLIENT_KEY and its repetitions; the limits are those of the transport. */
    static final int MAX_OF_AUTHOR = 4;

    static final int MAX = 1024;

    private final Map<Integer, ArrayDeque<Datagram>> ofAuthor = new HashMap<>();
    private int size;

    /** False when there is no room. */
    boolean hold(Datagram datagram) {
        ArrayDeque<Datagram> held = ofAuthor.computeIfAbsent(datagram.sourceId(), id -> new ArrayDeque<>(1));
        if (held.size() == MAX_OF_AUTHOR || size == MAX) {
            return false;
        }
        held.add(datagram);
        size++;
        return true;
    }

    /** Takes out what was held of an author, in the order it came. */
    List<Datagram> release(int authorId) {
        ArrayDeque<Datagram> held = ofAuthor.remove(authorId);
        if (held == null) {
            return List.of();
        }
        size -= held.size();
        return new ArrayList<>(held);
    }

    int size() {
        return size;
    }
}
