package io.uftpengine.core.config;

/** A text is no value of its type; says why and what would be. {@link OptionException} adds which option it was for. */
public final class ValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String cure;

    /**
     * @param cause why, read after the quoted text: "is not a number"
     * @param cure what to do, an imperative: "give 1 to 65535"
     */
    public ValueException(String cause, String cure) {
        super(cause);
        this.cure = cure;
    }

    /** What to do about it. */
    public String cure() {
        return cure;
    }
}
