package io.uftpengine.crypto.keystore;

import java.nio.file.Path;

/** A key file that cannot be read or written. The message names the file, the cause and the cure. */
public final class KeyFileException extends Exception {
    private static final long serialVersionUID = 1L;

    KeyFileException(Path file, String cause, String cure) {
        super(file + ": " + cause + "; " + cure);
    }

    KeyFileException(Path file, String cause, String cure, Throwable reason) {
        super(file + ": " + cause + "; " + cure, reason);
    }
}
