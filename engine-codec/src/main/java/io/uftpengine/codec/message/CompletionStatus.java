package io.uftpengine.codec.message;

/** How a receiver finished an object (protocol 5.3.7); constants in the order of their codes. */
public enum CompletionStatus {
    /** Received; in sync mode: a new file. */
    NORMAL(0),
    /** Sync mode: not newer than what is there. */
    SKIPPED(1),
    /** Sync mode: replaced an older file. */
    OVERWRITE(2),
    /** The name is not acceptable. */
    REJECTED(3);

    private static final CompletionStatus[] BY_CODE = values();

    private final int code;

    CompletionStatus(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with that number, or null when it is unknown (any int is allowed). */
    public static CompletionStatus of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
