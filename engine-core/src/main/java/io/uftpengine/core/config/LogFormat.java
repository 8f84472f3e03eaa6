package io.uftpengine.core.config;

/** How log lines look. */
public enum LogFormat {
    /** Lines for people. */
    TEXT("text"),
    /** A JSON object a line, for programs. */
    JSON("json");

    static final ValueType<LogFormat> TYPE = new ValueType<>("FORMAT", "text, json", LogFormat::parse);

    private final String word;

    LogFormat(String word) {
        this.word = word;
    }

    private static LogFormat parse(String text) throws ValueException {
        for (LogFormat format : values()) {
            if (format.word.equals(text)) {
                return format;
            }
        }
        throw new ValueException("is no format of logs", "give text or json");
    }
}
