package io.uftpengine.codec.message;

/** Kinds of object that a FILEINFO announces (protocol 5.3.6); constants in the order of their codes. */
public enum FileType {
    /** A file with contents. */
    REGULAR(0),
    /** A directory, possibly empty. */
    DIRECTORY(1),
    /** A symbolic link. */
    LINK(2),
    /** The receiver shall delete the name. */
    DELETE(3),
    /** The receiver shall tell its free space. */
    FREE_SPACE(4);

    private static final FileType[] BY_CODE = values();

    private final int code;

    FileType(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with that number, or null when it is unknown (any int is allowed). */
    public static FileType of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
