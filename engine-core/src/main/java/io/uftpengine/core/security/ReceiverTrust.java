package io.uftpengine.core.security;

/** Which key a receiver may prove itself with, where CLIENT_KEY is asked for. Asked from any thread. */
@FunctionalInterface
public interface ReceiverTrust {
    /** Takes any key. */
    ReceiverTrust ANYBODY = (receiverId, keyBlob) -> null;

    /**
     * Why that key is not the receiver's, one line that names the check, or null.
     *
     * @param keyBlob of the CLIENT_KEY, which is well-formed and whose signature is right
     */
    String objection(int receiverId, byte[] keyBlob);
}
