package io.uftpengine.core.storage;

import java.io.IOException;

/** A source file is not what it was when it was opened; the message is one line. */
public final class SourceChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    SourceChangedException(String reason) {
        super(reason);
    }
}
