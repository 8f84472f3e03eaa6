package io.uftpengine.core.sim;

/**
 * What is in a file, as a function of its seed and the position: nothing is stored. A run of bytes is represented by a 64-bit digest
 * that changes with the file, the position and the length, so that data put anywhere else than it belongs is noticed.
 */
final class ContentModel {
    private ContentModel() {}

    /** Digest of {@code length} bytes at {@code offset}. */
    static long digest(long fileSeed, long offset, int length) {
        return SimRandom.mix(fileSeed ^ SimRandom.mix(offset << 14 ^ length));
    }
}
