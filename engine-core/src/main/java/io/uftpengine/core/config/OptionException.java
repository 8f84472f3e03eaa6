package io.uftpengine.core.config;

/** An option that cannot be used as given. The message is one line: the option, the value, the cause and the cure. */
public final class OptionException extends Exception {
    private static final long serialVersionUID = 1L;

    public OptionException(String message) {
        super(message);
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
}
