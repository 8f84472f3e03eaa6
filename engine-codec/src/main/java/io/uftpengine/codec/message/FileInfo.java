package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.Unsigned;
import io.uftpengine.codec.field.WireName;
import java.util.Objects;

/**
 * Announces one file, directory, link, deletion or free-space query (protocol 5.2.9). It has no extensions: receivers insist on its
 * exact header length (T12).
 *
 * @param fileId 1..65535
 * @param type kind of object
 * @param modifiedSeconds time stamp of the object, seconds since 1970, signed 48 bits; the reference receiver misreads what does
 *     not fit unsigned 32 bits (T30)
 * @param size bytes, 0..2^48-1
 * @param name path below the destination; with the link at most {@value #MAX_NAME_WORDS} words on the wire, and 300 bytes for the reference
 * @param link target of a symbolic link, otherwise empty
 * @param timestampMicros sender's clock, microseconds since 1970
 * @param receivers who shall answer; mandatory in open groups too
 */
public record FileInfo(
        int fileId,
        FileType type,
        long modifiedSeconds,
        long size,
        WireName name,
        WireName link,
        long timestampMicros,
        IdList receivers)
        implements Message {
    /** What the header-length byte leaves for name and link together, in 32-bit words. */
    public static final int MAX_NAME_WORDS = 255 - 7;

    private static final long MAX_SIZE = (1L << 48) - 1;
    private static final long MAX_MODIFIED = (1L << 47) - 1;

    public FileInfo {
        Unsigned.u16("fileId", fileId);
        Objects.requireNonNull(type, "type");
        if (modifiedSeconds > MAX_MODIFIED || modifiedSeconds < -MAX_MODIFIED - 1) {
            throw new IllegalArgumentException("modifiedSeconds " + modifiedSeconds);
        }
        if (size < 0 || size > MAX_SIZE) {
            throw new IllegalArgumentException("size " + size);
        }
        if (name.lengthInWords() + link.lengthInWords() > MAX_NAME_WORDS) {
            throw new IllegalArgumentException("names of " + name.length() + " and " + link.length() + " bytes");
        }
        Objects.requireNonNull(receivers, "receivers");
    }

    @Override
    public Function function() {
        return Function.FILEINFO;
    }
}
