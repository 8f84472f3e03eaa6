package io.uftpengine.core.sim;

import java.util.Arrays;

/**
 * Every datagram that the sender has emitted and that some receiver may still get: one row, however many receivers there are. Rows
 * are numbered over the whole run; old ones are trimmed.
 */
final class PacketLog {
    /** Target: the public group. */
    static final int PUBLIC = -1;
    /** Target: the private group. */
    static final int PRIVATE = -2;

    private static final int INITIAL_CAPACITY = 1 << 12;

    private long first;
    private int size;
    private long[] departures = new long[INITIAL_CAPACITY];
    private int[] targets = new int[INITIAL_CAPACITY];
    private int[] functions = new int[INITIAL_CAPACITY];
    private int[] datagramLengths = new int[INITIAL_CAPACITY];
    private Datagram[] messages = new Datagram[INITIAL_CAPACITY];
    private int[] sequences = new int[INITIAL_CAPACITY];
    private int[] codes = new int[INITIAL_CAPACITY];
    private int[] fileIds = new int[INITIAL_CAPACITY];
    private int[] sections = new int[INITIAL_CAPACITY];
    private int[] blocks = new int[INITIAL_CAPACITY];
    private int[] lengths = new int[INITIAL_CAPACITY];
    private long[] digests = new long[INITIAL_CAPACITY];
    private long[] stamps = new long[INITIAL_CAPACITY];

    long first() {
        return first;
    }

    /** Number of the row to be added next. */
    long end() {
        return first + size;
    }

    /** Adds anything but a FILESEG of the sender; its number.
     *
     * @param function of the message, also when it is sealed
     */
    long addMessage(long departureNs, int target, int function, Datagram datagram) {
        int row = add(departureNs, target, function, datagram.length());
        messages[row] = datagram;
        return first + row;
    }

    void addFileSeg(
            long departureNs,
            int function,
            int datagramLength,
            int sequence,
            int grttCode,
            int groupSizeCode,
            int fileId,
            int section,
            int block,
            int length,
            long digest,
            long stamp) {
        int row = add(departureNs, PRIVATE, function, datagramLength);
        messages[row] = null;
        sequences[row] = sequence;
        codes[row] = grttCode << 8 | groupSizeCode;
        fileIds[row] = fileId;
        sections[row] = section;
        blocks[row] = block;
        lengths[row] = length;
        digests[row] = digest;
        stamps[row] = stamp;
    }

    private int add(long departureNs, int target, int function, int datagramLength) {
        if (size == departures.length) {
            grow(size * 2);
        }
        departures[size] = departureNs;
        targets[size] = target;
        functions[size] = function;
        datagramLengths[size] = datagramLength;
        return size++;
    }

    /** Forgets all rows before {@code packet}. */
    void trimBefore(long packet) {
        int gone = (int) (packet - first);
        if (gone <= 0) {
            return;
        }
        int kept = size - gone;
        System.arraycopy(departures, gone, departures, 0, kept);
        System.arraycopy(targets, gone, targets, 0, kept);
        System.arraycopy(functions, gone, functions, 0, kept);
        System.arraycopy(datagramLengths, gone, datagramLengths, 0, kept);
        System.arraycopy(messages, gone, messages, 0, kept);
        Arrays.fill(messages, kept, size, null);
        System.arraycopy(sequences, gone, sequences, 0, kept);
        System.arraycopy(codes, gone, codes, 0, kept);
        System.arraycopy(fileIds, gone, fileIds, 0, kept);
        System.arraycopy(sections, gone, sections, 0, kept);
        System.arraycopy(blocks, gone, blocks, 0, kept);
        System.arraycopy(lengths, gone, lengths, 0, kept);
        System.arraycopy(digests, gone, digests, 0, kept);
        System.arraycopy(stamps, gone, stamps, 0, kept);
        first = packet;
        size = kept;
    }

    private void grow(int capacity) {
        departures = Arrays.copyOf(departures, capacity);
        targets = Arrays.copyOf(targets, capacity);
        functions = Arrays.copyOf(functions, capacity);
        datagramLengths = Arrays.copyOf(datagramLengths, capacity);
        messages = Arrays.copyOf(messages, capacity);
        sequences = Arrays.copyOf(sequences, capacity);
        codes = Arrays.copyOf(codes, capacity);
        fileIds = Arrays.copyOf(fileIds, capacity);
        sections = Arrays.copyOf(sections, capacity);
        blocks = Arrays.copyOf(blocks, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        digests = Arrays.copyOf(digests, capacity);
        stamps = Arrays.copyOf(stamps, capacity);
    }

    private int row(long packet) {
        return (int) (packet - first);
    }

    long departureNs(long packet) {
        return departures[row(packet)];
    }

    /** {@link #PUBLIC}, {@link #PRIVATE} or the index of a receiver. */
    int target(long packet) {
        return targets[row(packet)];
    }

    int function(long packet) {
        return functions[row(packet)];
    }

    int datagramLength(long packet) {
        return datagramLengths[row(packet)];
    }

    /** The datagram, or null for a FILESEG. */
    Datagram message(long packet) {
        return messages[row(packet)];
    }

    int sequence(long packet) {
        return sequences[row(packet)];
    }

    int grttCode(long packet) {
        return codes[row(packet)] >> 8;
    }

    int groupSizeCode(long packet) {
        return codes[row(packet)] & 0xFF;
    }

    int fileId(long packet) {
        return fileIds[row(packet)];
    }

    int section(long packet) {
        return sections[row(packet)];
    }

    int block(long packet) {
        return blocks[row(packet)];
    }

    int length(long packet) {
        return lengths[row(packet)];
    }

    long digest(long packet) {
        return digests[row(packet)];
    }

    /** See {@code TfmccStamp}. */
    long stamp(long packet) {
        return stamps[row(packet)];
    }
}
