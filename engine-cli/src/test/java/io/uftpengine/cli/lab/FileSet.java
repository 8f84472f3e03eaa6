package io.uftpengine.cli.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a session carries: the sizes at which blocks and sections begin and end (wire facts 4), and a tree. */
enum FileSet {
    EMPTY,
    ONE_BYTE,
    BLOCK_LESS_ONE,
    ONE_BLOCK,
    BLOCK_PLUS_ONE,
    FULL_SECTION,
    SECTION_PLUS_BLOCK,
    HUNDRED_MB,
    TREE_OF_1000,
    TWO_GB;

    /** Files of a tree, as the issue counts them. */
    static final int TREE_FILES = 1000;

    private static final int MAX_SECTION_BLOCKS = 65536;

    /** Bytes of the one file; the tree has none of its own. */
    long size(int blockSize) {
        long section = (long) Math.min(8 * blockSize, MAX_SECTION_BLOCKS) * blockSize;
        return switch (this) {
            case EMPTY -> 0;
            case ONE_BYTE -> 1;
            case BLOCK_LESS_ONE -> blockSize - 1L;
            case ONE_BLOCK -> blockSize;
            case BLOCK_PLUS_ONE -> blockSize + 1L;
            case FULL_SECTION -> section;
            case SECTION_PLUS_BLOCK -> section + blockSize;
            case HUNDRED_MB -> 100_000_000L;
            case TWO_GB -> 2_000_000_000L;
            case TREE_OF_1000 -> throw new IllegalStateException("a tree has no one size");
        };
    }

    /** The files to give to the sender; they are made once for each size. */
    List<Path> files(int blockSize) throws IOException {
        return List.of(this == TREE_OF_1000 ? TestFiles.tree(TREE_FILES) : TestFiles.file("f", size(blockSize)));
    }
}
