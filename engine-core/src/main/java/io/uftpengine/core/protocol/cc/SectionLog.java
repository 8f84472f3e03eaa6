package io.uftpengine.core.protocol.cc;

/** What of each section was sent in the current pass, and when: how fast a section left is known when a report on it comes. */
final class SectionLog {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final int[] blocks;
    private final long[] bytes;
    private final long[] firstNs;
    private final long[] lastNs;

    SectionLog(int sections) {
        blocks = new int[sections];
        bytes = new long[sections];
        firstNs = new long[sections];
        lastNs = new long[sections];
    }

    void sent(int section, int packetBytes, long nowNs) {
        if (blocks[section]++ == 0) {
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

    /** Bytes a second while the section was sent, 0 when it left in one moment. */
    long rate(int section) {
        long ns = lastNs[section] - firstNs[section];
        return ns == 0 ? 0 : (long) ((double) bytes[section] * NANOS_PER_SECOND / ns);
    }

    /** A section is sent again from the front. */
    void forget() {
        java.util.Arrays.fill(blocks, 0);
    }
}
