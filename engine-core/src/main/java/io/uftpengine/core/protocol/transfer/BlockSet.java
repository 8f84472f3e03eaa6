package io.uftpengine.core.protocol.transfer;

import io.uftpengine.codec.field.NakBitmap;

/** A set of a file's blocks: what a receiver lacks, or what a sender is asked to send. One bit a block. */
public final class BlockSet {
    private static final int WORD_BITS = 64;

    private final SectionLayout layout;
    private final long[] words;
    private long cardinality;

    private BlockSet(SectionLayout layout) {
        this.layout = layout;
        words = new long[Math.toIntExact((layout.blocks() + WORD_BITS - 1) / WORD_BITS)];
    }

    /** No block. */
    public static BlockSet none(SectionLayout layout) {
        return new BlockSet(layout);
    }

    /** Every block of the file. */
    public static BlockSet all(SectionLayout layout) {
        BlockSet set = new BlockSet(layout);
        java.util.Arrays.fill(set.words, -1L);
        int tail = (int) (layout.blocks() % WORD_BITS);
        if (tail != 0) {
            set.words[set.words.length - 1] = (1L << tail) - 1;
        }
        set.cardinality = layout.blocks();
        return set;
    }

    /** Blocks in the set. */
    public long cardinality() {
        return cardinality;
    }

    /** True when no block is in the set. */
    public boolean isEmpty() {
        return cardinality == 0;
    }

    /** Whether a block is in the set. */
    public boolean contains(long block) {
        return (words[(int) (block / WORD_BITS)] & 1L << block) != 0;
    }

    /** Adds a block; false when it was there. */
    public boolean add(long block) {
        int word = (int) (block / WORD_BITS);
        long bit = 1L << block;
        if ((words[word] & bit) != 0) {
            return false;
        }
        words[word] |= bit;
        cardinality++;
        return true;
    }

    /** Removes a block; false when it was not there. */
    public boolean remove(long block) {
        int word = (int) (block / WORD_BITS);
        long bit = 1L << block;
        if ((words[word] & bit) == 0) {
            return false;
        }
        words[word] &= ~bit;
        cardinality--;
        return true;
    }

    /** Removes all blocks before {@code end}. */
    public void removeBefore(long end) {
        for (long block = next(0); block >= 0 && block < end; block = next(block + 1)) {
            remove(block);
        }
    }

    /** First block of the set at or after {@code from}, or -1. */
    public long next(long from) {
        if (from >= layout.blocks()) {
            return -1;
        }
        int word = (int) (from / WORD_BITS);
        long bits = words[word] & -1L << from;
        while (bits == 0) {
            if (++word == words.length) {
                return -1;
            }
            bits = words[word];
        }
        return (long) word * WORD_BITS + Long.numberOfTrailingZeros(bits);
    }

    /** Blocks of one section that are in the set. */
    public int cardinalityIn(int section) {
        long first = layout.firstBlock(section);
        long end = first + layout.blocksIn(section);
        int count = 0;
        for (long block = next(first); block >= 0 && block < end; block = next(block + 1)) {
            count++;
        }
        return count;
    }

    /** The set's part in one section as a NAK map (wire facts T8). */
    public NakBitmap toNakBitmap(int section) {
        long first = layout.firstBlock(section);
        long end = first + layout.blocksIn(section);
        NakBitmap map = NakBitmap.forBlocks(layout.blocksIn(section));
        for (long block = next(first); block >= 0 && block < end; block = next(block + 1)) {
            map.set((int) (block - first));
        }
        return map;
    }
}
