package io.uftpengine.core.transport;

import io.uftpengine.crypto.api.CryptoFailure;

/** A datagram of an encrypted session could not be sealed. It is not sent, and the session ends. */
public final class SealingFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SealingFailedException(CryptoFailure cause) {
        super("the session can seal nothing more: " + cause.getMessage(), cause);
    }
}
