package io.uftpengine.core.sim;

/**
 * Packets under way to one receiver, sorted by arrival. Arrivals come nearly in order, so insertion from the tail beats a heap; equal
 * times keep the order they were added in.
 */
final class ArrivalRing {
    private static final int INITIAL_CAPACITY = 64;

    private long[] times = new long[INITIAL_CAPACITY];
    private long[] packets = new long[INITIAL_CAPACITY];
    private int head;
    private int size;

    int size() {
        return size;
    }

    /** Time of the first arrival, or {@link EventQueue#NEVER}. */
    long nextNs() {
        return size == 0 ? EventQueue.NEVER : times[head];
    }

    void add(long timeNs, long packet) {
        if (size == times.length) {
            grow();
        }
        int mask = times.length - 1;
        int hole = head + size++ & mask;
        while (hole != head) {
            int before = hole - 1 & mask;
            if (times[before] <= timeNs) {
                break;
            }
            times[hole] = times[before];
            packets[hole] = packets[before];
            hole = before;
        }
        times[hole] = timeNs;
        packets[hole] = packet;
    }

    /** Removes the first arrival; the ring must not be empty. */
    long poll() {
        long packet = packets[head];
        head = head + 1 & times.length - 1;
        size--;
        return packet;
    }

    /** The lowest packet number in the ring that is not negative, or {@code none}. */
    long oldestPacket(long none) {
        long oldest = none;
        for (int i = 0; i < size; i++) {
            long packet = packets[head + i & times.length - 1];
            oldest = packet < 0 ? oldest : Math.min(oldest, packet);
        }
        return oldest;
    }

    void clear() {
        size = 0;
    }

    private void grow() {
        int capacity = times.length;
        long[] newTimes = new long[capacity * 2];
        long[] newPackets = new long[capacity * 2];
        for (int i = 0; i < size; i++) {
            newTimes[i] = times[head + i & capacity - 1];
            newPackets[i] = packets[head + i & capacity - 1];
        }
        times = newTimes;
        packets = newPackets;
        head = 0;
    }
}
