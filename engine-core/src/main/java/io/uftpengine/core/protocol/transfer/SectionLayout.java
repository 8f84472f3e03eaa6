package io.uftpengine.core.protocol.transfer;

/**
 * How a file is cut into blocks and sections (wire facts 4). Blocks are numbered over the whole file from 0.
 */
public final class SectionLayout {
    /** Most blocks of a section, whatever the block size: block numbers have 16 bits. */
    public static final int MAX_SECTION_BLOCKS = 65536;
    /** Section numbers have 16 bits; the practical limit of the reference (wire facts 4). */
    public static final int MAX_SECTIONS = 65535;

    private final long size;
    private final int blockSize;
    private final long blocks;
    private final int sections;
    private final int smallBlocks;
    private final int bigBlocks;
    private final int bigSections;

    /**
     * @param size bytes, 0 or more
     * @param blockSize bytes, 1 or more
     * @throws IllegalArgumentException when the file needs more than {@link #MAX_SECTIONS} sections
     */
    public SectionLayout(long size, int blockSize) {
        if (size < 0 || blockSize < 1) {
            throw new IllegalArgumentException("size " + size + ", block size " + blockSize);
        }
        this.size = size;
        this.blockSize = blockSize;
        blocks = (size + blockSize - 1) / blockSize;
        long maxSection = Math.min(8L * blockSize, MAX_SECTION_BLOCKS);
        long sectionCount = (blocks + maxSection - 1) / maxSection;
        if (sectionCount > MAX_SECTIONS) {
            throw new IllegalArgumentException(
                    "a file of " + size + " bytes needs a larger block size than " + blockSize);
        }
        sections = (int) sectionCount;
        smallBlocks = sections == 0 ? 0 : (int) (blocks / sections);
        bigSections = sections == 0 ? 0 : (int) (blocks - (long) smallBlocks * sections);
        bigBlocks = bigSections == 0 ? smallBlocks : smallBlocks + 1;
    }

    /** Bytes of the file. */
    public long size() {
        return size;
    }

    /** Bytes of every block but the last. */
    public int blockSize() {
        return blockSize;
    }

    /** Blocks of the file; 0 for an empty one. */
    public long blocks() {
        return blocks;
    }

    /** Sections of the file; 0 for an empty one. */
    public int sections() {
        return sections;
    }

    /** Blocks of a section. */
    public int blocksIn(int section) {
        return section < bigSections ? bigBlocks : smallBlocks;
    }

    /** File-wide number of a section's first block. */
    public long firstBlock(int section) {
        return section < bigSections
                ? (long) section * bigBlocks
                : (long) bigSections * bigBlocks + (long) (section - bigSections) * smallBlocks;
    }

    /** Section that a block is in. */
    public int sectionOf(long block) {
        long inBig = (long) bigSections * bigBlocks;
        return (int) (block < inBig ? block / bigBlocks : bigSections + (block - inBig) / smallBlocks);
    }

    /** Whether a section and a block in it, as read from the wire, exist in this file. */
    public boolean contains(int section, int blockInSection) {
        return section >= 0 && section < sections && blockInSection >= 0 && blockInSection < blocksIn(section);
    }

    /** Position of a block in the file, bytes. */
    public long offsetOf(long block) {
        return block * blockSize;
    }

    /** Bytes of a block. */
    public int lengthOf(long block) {
        return (int) Math.min(blockSize, size - block * blockSize);
    }
}
