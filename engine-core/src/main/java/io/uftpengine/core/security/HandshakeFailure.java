package io.uftpengine.core.security;

/** A check of a receiver's handshake failed; the message says which. It is the peer's doing: there is no stack trace. */
final class HandshakeFailure extends Exception {
    private static final long serialVersionUID = 1L;

    HandshakeFailure(String reason) {
        super(reason, null, false, false);
    }
}
