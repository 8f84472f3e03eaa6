package io.uftpengine.codec.message;

/** Outcome of a heartbeat (protocol 5.3.5); constants in the order of their codes. */
public enum HeartbeatResult {
    /** Key or signature is wrong. */
    FAILED(0),
    /** Accepted, or no authentication required. */
    OK(1),
    /** Sign the nonce and try again. */
    CHALLENGE(2);

    private static final HeartbeatResult[] BY_CODE = values();

    private final int code;

    HeartbeatResult(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with that number, or null when it is unknown (any int is allowed). */
    public static HeartbeatResult of(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }
}
