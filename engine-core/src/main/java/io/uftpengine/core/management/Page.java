package io.uftpengine.core.management;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request. The body may be shared by several answers: nobody changes it.
 *
 * @param body its bytes, encoded in UTF-8
 */
record Page(HttpStatus status, String contentType, byte[] body) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    static Page text(HttpStatus status, String line) {
        return of(status, PLAIN, line + "\n");
    }

    static Page of(HttpStatus status, String contentType, String body) {
        return new Page(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }
}
