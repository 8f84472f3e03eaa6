package io.uftpengine.codec;

/**
 * A datagram or message that cannot be decoded.
 *
 * <p>Expected on any open port, so it costs nothing: one shared instance for each {@link Fault}, without stack trace.
 */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why; also the name of the counter. */
    public enum Fault {
        /** Ends before the fixed part of what it claims to be. */
        TOO_SHORT,
        /** First byte is no version we speak. */
        BAD_VERSION,
        /** Message number unknown, or not in use in this version. */
        UNKNOWN_FUNCTION,
        /** Header-length byte below the fixed part, beyond the end of the packet, or not exact where it must be. */
        BAD_HEADER_LENGTH,
        /** An inner length points beyond its container, or a list is no whole number of entries. */
        BAD_FIELD_LENGTH,
        /** A field holds a value that has no meaning. */
        BAD_VALUE
    }

    private static final DecodeException[] BY_FAULT = new DecodeException[Fault.values().length];

    static {
        for (Fault fault : Fault.values()) {
            BY_FAULT[fault.ordinal()] = new DecodeException(fault);
        }
    }

    private final Fault fault;

    private DecodeException(Fault fault) {
        super(fault.name(), null, false, false);
        this.fault = fault;
    }

    /** The instance for that fault. */
    public static DecodeException of(Fault fault) {
        return BY_FAULT[fault.ordinal()];
    }

    public Fault fault() {
        return fault;
    }
}
