package io.uftpengine.core.protocol.cc;

import java.util.Arrays;

/** What of each section was sent in the current pass, and when: how fast a section left is known when a report on it comes. */
final class SectionLog {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Sections that one measure is of, at most. */
    static final int MAX_SECTIONS = 32;

    private static final long MEASURE_NS = 30_000_000;

    private final int[] blocks;
    private final long[] bytes;
    private final long[] firstNs;
    private final long[] lastNs;
    private final double[] targets;

    SectionLog(int sections) {
        blocks = new int[sections];
        bytes = new long[sections];
        firstNs = new long[sections];
        lastNs = new long[sections];
        targets = new double[sections];
    }

    void sent(int section, int packetBytes, double target, long nowNs) {
        if (blocks[section]++ == 0) {
            targets[section] = target;
            firstNs[section] = nowNs;
            bytes[section] = 0;
        }
        bytes[section] += packetBytes;
        lastNs[section] = nowNs;
    }

    /** Blocks sent. */
    int blocks(int section) {
        return blocks[section];
    }

    /** When the first block left. */
    long firstNs(int section) {
        return firstNs[section];
    }

    /** When the last block left. */
    long lastNs(int section) {
        return lastNs[section];
    }

    /** Bytes a second at which the first block should have left. */
    double target(int section) {
        return targets[section];
    }

    /** Bytes a second while the section was sent, 0 when it left in one moment. */
    long rate(int section) {
        return rate(section, section);
    }

    /**
     * The first of the sections up to this one that took {@value #MEASURE_NS} ns together, at most {@value #MAX_SECTIONS}: a receiver may stand
     * still for all of a shorter time, and what was lost in it is then no rate.
     */
    int firstOfMeasure(int section) {
        int first = section;
        while (first > 0
                && lastNs[section] - firstNs[first] < MEASURE_NS
                && blocks[first - 1] > 0
                && section - first + 1 < MAX_SECTIONS) {
            first--;
        }
        return first;
    }

    /** Blocks sent of sections {@code first} to {@code last}. */
    long blocks(int first, int last) {
        long sum = 0;
        for (int i = first; i <= last; i++) {
            sum += blocks[i];
        }
        return sum;
    }

    /** Bytes a second while sections {@code first} to {@code last} were sent, 0 when they left in one moment. */
    long rate(int first, int last) {
        long ns = lastNs[last] - firstNs[first];
        double sum = 0;
        for (int i = first; i <= last; i++) {
            sum += bytes[i];
        }
        return ns == 0 ? 0 : (long) (sum * NANOS_PER_SECOND / ns);
    }

    /** A section is sent again from the front. */
    void forget() {
        Arrays.fill(blocks, 0);
    }
}
