package io.uftpengine.core.engine;

/** The engine could not start what it was asked to. The message names the option or file, the cause and the cure. */
public final class EngineException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is at fault; maps to the command line's exit codes. */
    public enum Kind {
        /** A setting: exit code 1. */
        CONFIGURATION,
        /** Interface, address, port, socket: exit code 2. */
        NETWORK
    }

    private final Kind kind;

    public EngineException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public EngineException(Kind kind, String message) {
        this(kind, message, null);
    }

    public Kind kind() {
        return kind;
    }
}
