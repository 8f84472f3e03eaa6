package io.uftpengine.core.storage;

/** A name or target that is refused although the disk is fine; the message is one line for the peer and the log. */
final class TargetRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    TargetRefusedException(String reason) {
        super(reason);
    }
}
