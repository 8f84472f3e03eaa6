package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.core.protocol.transfer.SectionLayout;

/**
 * Which blocks of the current file have been claimed, section by section.
 *
 * <p>A section's bits exist only while some but not all of its blocks are there. The size in a FILEINFO alone, which may be
 * anything, therefore costs no more than one word a section; the file's bits as a whole could be half a gigabyte.
 */
final class ClaimedBlocks {
    private static final int WORD_BITS = 64;

    private final SectionLayout layout;
    private final long[][] claimed;
    private final int[] missing;
    private long missingTotal;

    ClaimedBlocks(SectionLayout layout) {
        this.layout = layout;
        claimed = new long[layout.sections()][];
        missing = new int[layout.sections()];
        for (int section = 0; section < missing.length; section++) {
            missing[section] = layout.blocksIn(section);
        }
        missingTotal = layout.blocks();
    }

    /** Claims a block of the layout; false when it was claimed before. */
    boolean claim(int section, int block) {
        if (missing[section] == 0) {
            return false;
        }
        long[] words = claimed[section];
        if (words == null) {
            words = new long[(layout.blocksIn(section) + WORD_BITS - 1) / WORD_BITS];
            claimed[section] = words;
        }
        long bit = 1L << block;
        if ((words[block / WORD_BITS] & bit) != 0) {
            return false;
        }
        words[block / WORD_BITS] |= bit;
        missingTotal--;
        if (--missing[section] == 0) {
            claimed[section] = null;
        }
        return true;
    }

    boolean isComplete() {
        return missingTotal == 0;
    }

    /** Blocks of the whole file not claimed yet. */
    long missing() {
        return missingTotal;
    }

    /** Blocks of a section not claimed yet. */
    int missingIn(int section) {
        return missing[section];
    }

    /** First section at or after {@code from} that lacks blocks, or -1. */
    int nextIncomplete(int from) {
        for (int section = from; section < missing.length; section++) {
            if (missing[section] != 0) {
                return section;
            }
        }
        return -1;
    }

    /** The blocks that a section lacks, as they are asked for (wire facts 4). */
    NakBitmap naks(int section) {
        int blocks = layout.blocksIn(section);
        NakBitmap naks = NakBitmap.forBlocks(blocks);
        long[] words = claimed[section];
        for (int block = 0; block < blocks; block++) {
            if (words == null ? missing[section] != 0 : (words[block / WORD_BITS] & 1L << block) == 0) {
                naks.set(block);
            }
        }
        return naks;
    }
}
