package io.uftpengine.core.storage;

/**
 * What a receiver allows a sender to do to its disk.
 *
 * @param allowEscapingLinks create symbolic links that are absolute or lead out of the destination directory. Writes
 *     never go through any link, so this is about those who read them
 * @param allowDelete obey delete requests (the reference always does: wire facts 11.1)
 * @param maxFileSizeBytes larger files are rejected
 * @param reserveSpaceBytes what stays free on the disk: a file that would leave less ends the session, as one for which there is
 *     no room at all does (wire facts 8.4)
 */
public record StoragePolicy(
        boolean allowEscapingLinks, boolean allowDelete, long maxFileSizeBytes, long reserveSpaceBytes) {
    /** The safe choice: neither, and files of any size as long as there is room. */
    public static final StoragePolicy SAFE = new StoragePolicy(false, false, Long.MAX_VALUE, 0);

    /** The same with these limits. */
    public StoragePolicy withLimits(long maxFileSize, long reserveSpace) {
        return new StoragePolicy(allowEscapingLinks, allowDelete, maxFileSize, reserveSpace);
    }
}
