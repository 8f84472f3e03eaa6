package io.uftpengine.core.sim;

import io.uftpengine.codec.message.FileType;

/**
 * An object in the sender's list.
 *
 * @param name name on the wire
 * @param size bytes; 0 for everything that is not a regular file
 * @param contentSeed see {@link ContentModel}
 * @param fault what is wrong with it
 * @param faultBlock for {@link Fault#CHANGES} and {@link Fault#READ_FAILS}: the first block concerned
 */
public record SimFile(FileType type, String name, long size, long contentSeed, Fault fault, long faultBlock) {
    /** What goes wrong with a source. */
    public enum Fault {
        NONE,
        /** It can't be opened. */
        UNUSABLE,
        /** Its content is another from some block on, which is noticed when it is closed. */
        CHANGES,
        /** It can't be read from some block on. */
        READ_FAILS
    }

    /** A sound regular file. */
    public static SimFile regular(String name, long size) {
        return new SimFile(FileType.REGULAR, name, size, SimRandom.mix(name.hashCode()), Fault.NONE, 0);
    }

    public SimFile withFault(Fault newFault, long block) {
        return new SimFile(type, name, size, contentSeed, newFault, block);
    }

    /** Digest of a block as the source gives it. */
    long digestAtSource(long block, long offset, int length) {
        long seed = fault == Fault.CHANGES && block >= faultBlock ? ~contentSeed : contentSeed;
        return ContentModel.digest(seed, offset, length);
    }
}
