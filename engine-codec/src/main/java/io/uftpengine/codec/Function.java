package io.uftpengine.codec;

/** The message numbers of protocol 5.3.1; 16 is in use only in protocol 4. */
public enum Function {
    ANNOUNCE(1),
    REGISTER(2),
    CLIENT_KEY(3),
    REG_CONF(4),
    KEYINFO(5),
    KEYINFO_ACK(6),
    FILEINFO(7),
    FILEINFO_ACK(8),
    FILESEG(9),
    DONE(10),
    STATUS(11),
    COMPLETE(12),
    DONE_CONF(13),
    HB_REQ(14),
    HB_RESP(15),
    KEY_REQ(16),
    PROXY_KEY(17),
    ENCRYPTED(18),
    ABORT(19),
    CONG_CTRL(20),
    CC_ACK(21);

    /** Highest known code; a table indexed by {@link #code()} needs one entry more. */
    public static final int MAX_CODE = 21;

    private static final Function[] BY_CODE = new Function[MAX_CODE + 1];

    static {
        for (Function function : values()) {
            BY_CODE[function.code] = function;
        }
    }

    private final int code;

    Function(int code) {
        this.code = code;
    }

    /** The number on the wire, 1..{@value #MAX_CODE}. */
    public int code() {
        return code;
    }

    /** The function with that number, or null when it is unknown (any int is allowed). */
    public static Function of(int code) {
        return code >= 0 && code <= MAX_CODE ? BY_CODE[code] : null;
    }
}
