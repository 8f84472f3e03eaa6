package io.uftpengine.core.transport;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/** Lets so many events a second through, and of each source address fewer, so that a single host can't use them up. Single writer. */
final class SourceLimit {
    /** Sources told apart; the oldest are forgotten first. */
    static final int MAX_SOURCES = 256;

    private final int perSecondAndSource;
    private final EventLimit all;
    private final Map<InetAddress, EventLimit> bySource = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, EventLimit> eldest) {
            return size() > MAX_SOURCES;
        }
    };

    SourceLimit(int perSecond, int perSecondAndSource, long nowNs) {
        this.perSecondAndSource = perSecondAndSource;
        all = new EventLimit(perSecond, nowNs);
    }

    /** Counts one more; false when the second is used up. */
    boolean allows(InetAddress source, long nowNs) {
        EventLimit own = bySource.computeIfAbsent(source, s -> new EventLimit(perSecondAndSource, nowNs));
        return own.allows(nowNs) && all.allows(nowNs);
    }
}
