package io.uftpengine.core.transport;

import io.netty.channel.socket.DatagramPacket;

/**
 * Datagrams of one read that go through the pipeline together, in the order they came: FILESEGs, and before the
 * {@link DecryptHandler} whatever is sealed. A handler takes them one by one, and hands on what passes in a batch of its own.
 * So each handler is one loop, run once for dozens of datagrams, and not a link of a chain that every datagram walks: the
 * compiler of a young Java process is done with the loops in a third of the time that it takes for the chain in all its
 * inlinings.
 *
 * <p>Used again and again: no handler keeps one beyond its call. Single writer: the channel's event loop.
 */
final class DatagramBatch {
    /** A GRO read brings up to 64 datagrams; more together would only cool the caches. */
    static final int CAPACITY = 64;

    private final DatagramPacket[] packets = new DatagramPacket[CAPACITY];
    private final long[] first = new long[CAPACITY];
    private final long[] second = new long[CAPACITY];
    private int size;

    /**
     * Adds a datagram, which belongs to the batch from now on. There must be room.
     *
     * @param header1 of the UFTP header, see {@link DatagramHeader}
     * @param header2 of the UFTP header
     */
    void add(DatagramPacket packet, long header1, long header2) {
        packets[size] = packet;
        first[size] = header1;
        second[size] = header2;
        size++;
    }

    /** {@link DatagramHeader#first} of the datagram in a place. */
    long first(int place) {
        return first[place];
    }

    /** {@link DatagramHeader#second} of the datagram in a place. */
    long second(int place) {
        return second[place];
    }

    boolean isFull() {
        return size == CAPACITY;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Taken ones included. */
    int size() {
        return size;
    }

    /** The datagram in a place, which stays the batch's. */
    DatagramPacket get(int place) {
        return packets[place];
    }

    /** The datagram in a place, which is the caller's from now on. */
    DatagramPacket take(int place) {
        DatagramPacket packet = packets[place];
        packets[place] = null;
        return packet;
    }

    /** Empty again; what nobody has taken is released. */
    void clear() {
        for (int i = 0; i < size; i++) {
            DatagramPacket packet = packets[i];
            if (packet != null) {
                packets[i] = null;
                packet.release();
            }
        }
        size = 0;
    }
}
