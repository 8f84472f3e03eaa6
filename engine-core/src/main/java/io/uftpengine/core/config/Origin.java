package io.uftpengine.core.config;

/**
 * Where a setting's value came from, in the order of precedence.
 *
 * @param detail the variable's or the file's name; empty for the others
 */
public record Origin(Kind kind, String detail) {
    /** The kinds of places, the strongest first. */
    public enum Kind {
        COMMAND_LINE("command line"),
        ENVIRONMENT("environment"),
        FILE("file"),
        DEFAULT("default");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    static final Origin COMMAND_LINE = new Origin(Kind.COMMAND_LINE, "");
    static final Origin DEFAULT = new Origin(Kind.DEFAULT, "");

    /** For people: "environment UFTP_ENGINE_PORT". */
    public String words() {
        return detail.isEmpty() ? kind.words : kind.words + " " + detail;
    }

    /** What an error adds to the option's name; nothing for the command line, which the user has just typed. */
    String suffix() {
        return kind == Kind.COMMAND_LINE ? "" : " (from " + words() + ")";
    }
}
