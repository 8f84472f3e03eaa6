package io.uftpengine.core.transport;

import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Sealed datagrams that came before the keys to open them: a receiver sends CLIENT_KEY right behind REGISTER, when the
 * sender has hardly begun to agree on keys. Few of each peer, bounded altogether, and for a short time; what has no place
 * is lost, and its author repeats it. Single writer: the session's event loop.
 */
final class HeldDatagrams {
    /** Of one peer: CLIENT_KEY, or the first messages behind a KEYINFO. */
    static final int MAX_PER_PEER = 4;

    /** Of all peers together. */
    static final int MAX_DATAGRAMS = 1024;

    /** Of all peers together. */
    static final int MAX_BYTES = 1 << 20;

    /** Whoever waits longer has repeated it. */
    static final long MAX_AGE_NS = TimeUnit.SECONDS.toNanos(5);

    /** Where a datagram goes when its time has come; it releases it. */
    @FunctionalInterface
    interface Pipeline {
        void again(DatagramPacket packet);
    }

    private record Held(int peerId, DatagramPacket packet, Pipeline pipeline, long sinceNs) {}

    /** Oldest first. */
    private final ArrayDeque<Held> held = new ArrayDeque<>();

    private int bytes;

    /**
     * Keeps a copy, for the original pins its whole receive buffer.
     *
     * @return false when there is no room
     */
    boolean hold(int peerId, DatagramPacket packet, Pipeline pipeline, long nowNs) {
        dropOld(nowNs);
        int length = packet.content().readableBytes();
        if (held.size() >= MAX_DATAGRAMS || bytes + length > MAX_BYTES || heldOf(peerId) >= MAX_PER_PEER) {
            return false;
        }
        bytes += length;
        held.add(new Held(peerId, packet.copy(), pipeline, nowNs));
        return true;
    }

    private int heldOf(int peerId) {
        int count = 0;
        for (Held one : held) {
            count += one.peerId() == peerId ? 1 : 0;
        }
        return count;
    }

    /** Sends what is held of that peer through its pipeline, in the order it came. Whether there was any. */
    boolean release(int peerId, long nowNs) {
        dropOld(nowNs);
        ArrayDeque<Held> due = new ArrayDeque<>(MAX_PER_PEER);
        for (Iterator<Held> it = held.iterator(); it.hasNext(); ) {
            Held one = it.next();
            if (one.peerId() == peerId) {
                it.remove();
                bytes -= one.packet().content().readableBytes();
                due.add(one);
            }
        }
        boolean any = !due.isEmpty();
        while (!due.isEmpty()) {
            Held one = due.remove();
            one.pipeline().again(one.packet());
        }
        return any;
    }

    private void dropOld(long nowNs) {
        while (!held.isEmpty() && nowNs - held.peek().sinceNs() > MAX_AGE_NS) {
            drop(held.remove());
        }
    }

    /** Throws all away. */
    void clear() {
        while (!held.isEmpty()) {
            drop(held.remove());
        }
    }

    private void drop(Held one) {
        bytes -= one.packet().content().readableBytes();
        one.packet().release();
    }

    int size() {
        return held.size();
    }

    int bytes() {
        return bytes;
    }
}
