package io.uftpengine.codec.extension;

/**
 * EXT_FREESPACE_INFO of a COMPLETE (protocol 5.2.14.1).
 *
 * @param bytes free space in the receiver's primary destination, unsigned 64 bits
 */
public record FreeSpace(long bytes) implements HeaderExtension {
    public static final int TYPE = 7;

    /** Bytes on the wire, type and length included. */
    public static final int LENGTH = 12;

    @Override
    public int type() {
        return TYPE;
    }
}
