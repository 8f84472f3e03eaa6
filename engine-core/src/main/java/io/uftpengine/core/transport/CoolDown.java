package io.uftpengine.core.transport;

import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Sessions that ended a short while ago: an ANNOUNCE of them that is late or repeated must not start them anew. Bounded;
 * the oldest are forgotten first. Single writer.
 */
final class CoolDown {
    /** Longer than a sender repeats ANNOUNCEs with the largest GRTT that is usual; a restart has another instance. */
    static final long DURATION_NS = TimeUnit.MINUTES.toNanos(2);

    /** Sessions remembered. */
    static final int MAX_ENTRIES = 1024;

    private record Key(InetSocketAddress source, int groupId, int instance) {}

    /** When each ended, oldest first. */
    private final Map<Key, Long> ended = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Long> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    void add(InetSocketAddress source, int groupId, int instance, long nowNs) {
        ended.put(new Key(source, groupId, instance), nowNs);
    }

    boolean contains(InetSocketAddress source, int groupId, int instance, long nowNs) {
        Key key = new Key(source, groupId, instance);
        Long endedNs = ended.get(key);
        if (endedNs == null) {
            return false;
        }
        if (nowNs - endedNs < DURATION_NS) {
            return true;
        }
        ended.remove(key);
        return false;
    }

    int size() {
        return ended.size();
    }
}
