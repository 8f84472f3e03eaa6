package io.uftpengine.core.management;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The open connections, and what they may use together. When there are too many, the one that was served longest ago, or never, makes
 * room: whoever only holds connections open keeps nobody else out. Belongs to the endpoint's thread.
 */
final class Connections {
    static final int MAX_OPEN = 64;

    /** Bytes of answers that are on their way to their clients, together. */
    static final int MAX_PENDING_BYTES = 16 * 1024 * 1024;

    /** The next to make room first. */
    private final Set<HttpConnection> open = new LinkedHashSet<>();

    /** Bytes of the answer that each waits for, the one that has waited longest first. */
    private final Map<HttpConnection, Integer> sending = new LinkedHashMap<>();

    private long pendingBytes;
    private long accepted;
    private long gaveWay;
    private long timedOut;
    private long answers;

    void add(HttpConnection connection) {
        accepted++;
        if (open.size() >= MAX_OPEN) {
            HttpConnection eldest = open.iterator().next();
            open.remove(eldest);
            gaveWay++;
            eldest.close();
        }
        open.add(connection);
    }

    /** It is closed. */
    void remove(HttpConnection connection) {
        open.remove(connection);
        sent(connection);
    }

    /** An answer has left: this one makes room last. */
    void served(HttpConnection connection) {
        answers++;
        if (open.remove(connection)) {
            open.add(connection);
        }
    }

    void timedOut() {
        timedOut++;
    }

    /**
     * An answer begins its way; {@link #sent} has to follow, also when it fails. When too much is on its way, who has taken longest makes
     * room: slow readers keep nobody else waiting.
     */
    void sending(HttpConnection connection, int bytes) {
        while (!sending.isEmpty() && pendingBytes + bytes > MAX_PENDING_BYTES) {
            HttpConnection slowest = sending.keySet().iterator().next();
            sent(slowest);
            gaveWay++;
            slowest.close();
        }
        sending.put(connection, bytes);
        pendingBytes += bytes;
    }

    /** It has left, or never will. Nothing when that is known. */
    void sent(HttpConnection connection) {
        Integer bytes = sending.remove(connection);
        if (bytes != null) {
            pendingBytes -= bytes;
        }
    }

    void checkDeadlines(long nowNs) {
        List.copyOf(open).forEach(connection -> connection.checkDeadline(nowNs));
    }

    void closeAll() {
        List.copyOf(open).forEach(HttpConnection::close);
    }

    int size() {
        return open.size();
    }

    long pendingBytes() {
        return pendingBytes;
    }

    /** Since the beginning. */
    long accepted() {
        return accepted;
    }

    /** Closed because others needed the room. */
    long gaveWay() {
        return gaveWay;
    }

    /** Closed because their request, or the taking of its answer, took too long. */
    long deadlinesMissed() {
        return timedOut;
    }

    /** Answers that left whole. */
    long answers() {
        return answers;
    }
}
