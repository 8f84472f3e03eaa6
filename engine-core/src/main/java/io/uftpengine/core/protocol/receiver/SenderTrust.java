package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.extension.EncInfo;

/**
 * Whom a receiver takes files from. Asked for every ANNOUNCE that concerns it, before any key is used; so it decides by what
 * is claimed, and whether the claim is true the signature shows later.
 */
@FunctionalInterface
public interface SenderTrust {
    /** Takes part in whatever it can. */
    SenderTrust ANYBODY = (senderId, offer) -> null;

    /**
     * Why a session is not wanted, one line that names the check, or null.
     *
     * @param offer of the session; null = in the clear
     */
    String objection(int senderId, EncInfo offer);
}
