package io.uftpengine.core.storage;

/**
 * An announced object, from FILEINFO (wire facts 3).
 *
 * @param groupId session, 32 bits
 * @param fileId 1..65535
 * @param name below the destination; ignored for a free-space query
 * @param link text of a symbolic link; empty for everything else
 * @param size bytes; 0 for everything but a regular file
 * @param modifiedSeconds seconds since the epoch, 0 = unknown
 */
public record OpenRequest(
        int groupId, int fileId, ObjectKind kind, RawName name, RawName link, long size, long modifiedSeconds) {
    /** A regular file. */
    public static OpenRequest file(int groupId, int fileId, RawName name, long size, long modifiedSeconds) {
        return new OpenRequest(groupId, fileId, ObjectKind.FILE, name, RawName.of(""), size, modifiedSeconds);
    }
}
