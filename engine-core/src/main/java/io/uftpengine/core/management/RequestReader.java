package io.uftpengine.core.management;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads the head of a request, line by line as it comes (RFC 9112). Strict, and of bounded size: what is not quite a request is refused
 * with the first byte that says so.
 */
final class RequestReader {
    /** Longest request line; the longest path here has a tenth of it. */
    static final int MAX_LINE_BYTES = 1024;

    /** All headers of a request together. */
    static final int MAX_HEADER_BYTES = 8192;

    private static final Page NOT_HTTP = Page.text(HttpStatus.BAD_REQUEST, "not an HTTP/1.1 request");
    private static final Page LINE_TOO_LONG = Page.text(HttpStatus.URI_TOO_LONG, "too long a path");
    private static final Page HEADERS_TOO_LONG = Page.text(HttpStatus.HEADERS_TOO_LARGE, "too long headers");
    private static final Page READ_ONLY =
            Page.text(HttpStatus.METHOD_NOT_ALLOWED, "read-only: GET and HEAD, nothing else");
    private static final Page NO_BODIES = Page.text(HttpStatus.CONTENT_TOO_LARGE, "requests have no bodies here");

    private static final String VERSION = "HTTP/1.";
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private enum State {
        REQUEST_LINE,
        HEADERS,
        COMPLETE,
        REFUSED
    }

    private final byte[] line = new byte[MAX_HEADER_BYTES];
    private State state;
    private int lineBytes;
    private int headerBytes;
    private Page fault;
    private String method;
    private String target;
    private String accept;
    private boolean isKeepAlive;
    private boolean hasBody;

    RequestReader() {
        restart();
    }

    /** The next request. */
    void restart() {
        state = State.REQUEST_LINE;
        lineBytes = 0;
        headerBytes = 0;
        fault = null;
        accept = null;
        hasBody = false;
    }

    /** Reads on, to the end of the head at most. Whether the request is complete or refused. */
    boolean read(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !isOver()) {
            byte next = bytes.get();
            if (next == '\n') {
                int length = lineBytes > 0 && line[lineBytes - 1] == '\r' ? lineBytes - 1 : lineBytes;
                lineBytes = 0;
                endLine(length);
            } else {
                add(next);
            }
        }
        return isOver();
    }

    private boolean isOver() {
        return state == State.COMPLETE || state == State.REFUSED;
    }

    private void add(byte next) {
        if (state == State.HEADERS && ++headerBytes > MAX_HEADER_BYTES) {
            refuse(HEADERS_TOO_LONG);
        } else if (state == State.REQUEST_LINE && lineBytes == MAX_LINE_BYTES) {
            refuse(LINE_TOO_LONG);
        } else if (state == State.REQUEST_LINE && lineBytes == 0 && next != '\r' && !isToken(next)) {
            // A handshake of TLS, for example, has no line that could be waited for.
            refuse(NOT_HTTP);
        } else {
            line[lineBytes++] = next;
        }
    }

    private void endLine(int length) {
        if (state == State.REQUEST_LINE) {
            // Empty lines before a request are no fault (RFC 9112, 2.2).
            if (length > 0) {
                requestLine(new String(line, 0, length, StandardCharsets.ISO_8859_1));
            }
        } else if (length > 0) {
            header(length);
        } else {
            end();
        }
    }

    private void requestLine(String text) {
        int first = text.indexOf(' ');
        int second = text.indexOf(' ', first + 1);
        int versionAt = second + 1 + VERSION.length();
        boolean isRequest = first > 0
                && second > first + 1
                && text.startsWith(VERSION, second + 1)
                && text.length() == versionAt + 1
                && Character.isDigit(text.charAt(versionAt))
                && hasNoControls(text.length());
        for (int i = 0; i < first; i++) {
            isRequest &= isToken(line[i]);
        }
        if (!isRequest) {
            refuse(NOT_HTTP);
            return;
        }
        method = text.substring(0, first);
        target = text.substring(first + 1, second);
        isKeepAlive = text.charAt(versionAt) != '0';
        state = State.HEADERS;
    }

    private void header(int length) {
        int colon = 0;
        while (colon < length && isToken(line[colon])) {
            colon++;
        }
        if (colon == 0 || colon == length || line[colon] != ':' || !hasNoControls(length)) {
            refuse(NOT_HTTP);
            return;
        }
        String name = new String(line, 0, colon, StandardCharsets.ISO_8859_1);
        String value = new String(line, colon + 1, length - colon - 1, StandardCharsets.ISO_8859_1).trim();
        switch (name.toLowerCase(Locale.ROOT)) {
            case "accept" -> accept = accept == null ? value : accept + "," + value;
            case "connection" -> connection(value.toLowerCase(Locale.ROOT));
            case "content-length" -> hasBody |= !"0".equals(value);
            case "transfer-encoding" -> hasBody = true;
            default -> {
                // Whatever it says, the answer is the same.
            }
        }
    }

    private void connection(String options) {
        for (String option : options.split(",")) {
            if ("close".equals(option.trim())) {
                isKeepAlive = false;
            }
        }
    }

    private void end() {
        if (hasBody) {
            refuse(NO_BODIES);
        } else if (!"GET".equals(method) && !isHead()) {
            refuse(READ_ONLY);
        } else {
            state = State.COMPLETE;
        }
    }

    private void refuse(Page page) {
        fault = page;
        state = State.REFUSED;
    }

    /** Whether the line has no control characters but tabs, so neither NUL nor a lone CR. */
    private boolean hasNoControls(int length) {
        for (int i = 0; i < length; i++) {
            if (line[i] >= 0 && line[i] < ' ' && line[i] != '\t' || line[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9110, 5.6.2. */
    private static boolean isToken(byte sign) {
        return sign >= 'a' && sign <= 'z'
                || sign >= 'A' && sign <= 'Z'
                || sign >= '0' && sign <= '9'
                || TOKEN_SIGNS.indexOf(sign) >= 0;
    }

    /** Why it gets no page, or null. */
    Page fault() {
        return fault;
    }

    boolean isHead() {
        return "HEAD".equals(method);
    }

    String target() {
        return target;
    }

    /** The header Accept, or null. */
    String accept() {
        return accept;
    }

    boolean isKeepAlive() {
        return isKeepAlive;
    }
}
