package io.uftpengine.core.management;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** An answer on its way to the client. */
final class Answer {
    /** Written at once: Java copies it, and keeps a buffer of this size for that. */
    static final int MAX_WRITE_BYTES = 64 * 1024;

    private final ByteBuffer[] parts;
    private final ByteBuffer body;
    private final int end;

    /**
     * @param isHead without its body
     * @param isLast says that the connection ends with it
     */
    Answer(Page page, boolean isHead, boolean isLast) {
        body = ByteBuffer.wrap(page.body());
        end = isHead ? 0 : body.limit();
        parts = new ByteBuffer[] {ByteBuffer.wrap(head(page, isLast).getBytes(StandardCharsets.US_ASCII)), body};
    }

    private static String head(Page page, boolean isLast) {
        StringBuilder head = new StringBuilder(256)
                .append("HTTP/1.1 ")
                .append(page.status().code())
                .append(' ')
                .append(page.status().reason())
                .append("\r\ndate: ")
                .append(HttpDate.of(System.currentTimeMillis() / 1000))
                .append("\r\ncontent-type: ")
                .append(page.contentType())
                .append("\r\ncontent-length: ")
                .append(page.body().length)
                .append("\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n");
        if (page.status() == HttpStatus.METHOD_NOT_ALLOWED) {
            head.append("allow: GET, HEAD\r\n");
        }
        if (isLast) {
            head.append("connection: close\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** Of the body. */
    int bytes() {
        return end;
    }

    /** Writes what the line takes of the next {@value #MAX_WRITE_BYTES} bytes. Whether all of the answer has left. */
    boolean writeTo(Line line) throws IOException {
        body.limit(Math.min(end, body.position() + MAX_WRITE_BYTES));
        line.write(parts);
        return !parts[0].hasRemaining() && body.position() == end;
    }
}
