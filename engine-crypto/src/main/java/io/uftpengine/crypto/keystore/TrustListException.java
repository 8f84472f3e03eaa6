package io.uftpengine.crypto.keystore;

import java.nio.file.Path;

/** A trust list that cannot be used. The message names the file, the line where there is one, the cause and the cure. */
public final class TrustListException extends Exception {
    private static final long serialVersionUID = 1L;

    TrustListException(Path file, String cause, String cure, Throwable reason) {
        super(file + ": " + cause + "; " + cure, reason);
    }

    TrustListException(Path file, int line, String cause, String cure) {
        super(file + ", line " + line + ": " + cause + "; " + cure);
    }
}
