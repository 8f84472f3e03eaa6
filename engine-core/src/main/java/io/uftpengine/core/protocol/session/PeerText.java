package io.uftpengine.core.protocol.session;

/** Text that a peer sent for people to read, made safe for one line of a log, a status file or a terminal. */
public final class PeerText {
    /** Most characters kept: what an ABORT can hold. */
    public static final int MAX_LENGTH = 299;

    private PeerText() {}

    /**
     * One line of at most {@value #MAX_LENGTH} characters: what is not printable (controls, line ends, direction marks,
     * unpaired surrogates, unassigned code points) becomes a question mark; never null.
     */
    public static String sanitise(String text) {
        if (text == null) {
            return "";
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), MAX_LENGTH));
        int next;
        for (int i = 0; i < text.length(); i = next) {
            int codePoint = text.codePointAt(i);
            next = i + Character.charCount(codePoint);
            if (line.length() + Character.charCount(codePoint) > MAX_LENGTH) {
                break;
            }
            line.appendCodePoint(isPrintable(codePoint) ? codePoint : '?');
        }
        return line.toString();
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
