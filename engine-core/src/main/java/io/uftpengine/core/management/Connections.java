package io.uftpengine.core.management;

import io.netty.channel.Channel;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final Set<Channel> open = new LinkedHashSet<>();

    private long pendingBytes;
    private long accepted;
    private long gaveWay;
    private long timedOut;
    private long answers;

    void add(Channel channel) {
        accepted++;
        if (open.size() >= MAX_OPEN) {
            Channel eldest = open.iterator().next();
            open.remove(eldest);
            gaveWay++;
            eldest.close();
        }
        open.add(channel);
    }

    void remove(Channel channel) {
        open.remove(channel);
    }

    /** An answer has left: this one makes room last. */
    void served(Channel channel) {
        answers++;
        if (open.remove(channel)) {
            open.add(channel);
        }
    }

    void timedOut() {
        timedOut++;
    }

    /** Whether so many bytes more may be on their way; then they are, until {@link #release}. */
    boolean reserve(int bytes) {
        if (pendingBytes + bytes > MAX_PENDING_BYTES) {
            return false;
        }
        pendingBytes += bytes;
        return true;
    }

    void release(int bytes) {
        pendingBytes -= bytes;
    }

    void closeAll() {
        List.copyOf(open).forEach(Channel::close);
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

    /** Closed because newer ones came. */
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
