package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.KeyFileException;
import io.uftpengine.crypto.keystore.TrustListException;

/** An option that cannot be used as given. The message is one line: the option, the value, the cause and the cure. */
public final class OptionException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is at fault; maps to the command line's exit codes. */
    public enum Kind {
        /** The option: exit code 1. */
        OPTION,
        /** A key that could not be read or made: exit code 3. */
        KEYS
    }

    private final Kind kind;

    public OptionException(String message) {
        this(Kind.OPTION, message, null);
    }

    private OptionException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is at fault. */
    public Kind kind() {
        return kind;
    }

    /** The option's value {@code text}, which came from {@code origin}, is not one. */
    static OptionException of(OptionSpec<?> spec, String text, Origin origin, ValueException fault) {
        return new OptionException("option " + spec.display() + origin.suffix() + ": \"" + text + "\" "
                + fault.getMessage() + "; " + fault.cure());
    }

    /** The option as a whole is at fault. */
    static OptionException of(OptionSpec<?> spec, String cause, String cure) {
        return new OptionException("option " + spec.display() + ": " + cause + "; " + cure);
    }

    /** The list that the option names is. */
    static OptionException of(OptionSpec<?> spec, TrustListException fault) {
        return new OptionException(Kind.OPTION, "option " + spec.display() + ": " + fault.getMessage(), fault);
    }

    /** The key that the option names cannot be had. */
    static OptionException of(OptionSpec<?> spec, KeyFileException fault) {
        return new OptionException(Kind.KEYS, "option " + spec.display() + ": " + fault.getMessage(), fault);
    }

    /** What the option names for the sake of a key cannot be had. */
    static OptionException ofKeys(OptionSpec<?> spec, String cause, String cure) {
        return new OptionException(Kind.KEYS, "option " + spec.display() + ": " + cause + "; " + cure, null);
    }
}
