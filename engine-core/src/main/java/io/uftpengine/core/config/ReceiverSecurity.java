package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.ProxyList;
import io.uftpengine.crypto.keystore.SenderList;
import io.uftpengine.crypto.signature.SigningKey;
import java.util.Objects;
import java.util.Optional;

/**
 * Whom a receiver trusts, and how it shows who it is.
 *
 * @param key that the receiver signs with when a sender asks for it; empty = one made at the start (EC, secp256r1)
 * @param requireEncryption whether sessions in the clear are refused
 * @param senders the only senders that files are taken from; empty = any. One that is listed with a fingerprint is refused
 *     in the clear
 * @param proxies that senders of the list may stand behind; empty = none
 */
public record ReceiverSecurity(
        Optional<SigningKey> key,
        boolean requireEncryption,
        Optional<SenderList> senders,
        Optional<ProxyList> proxies) {
    /** Any sender, encrypted or not, as the reference by default. */
    public static final ReceiverSecurity DEFAULT =
            new ReceiverSecurity(Optional.empty(), false, Optional.empty(), Optional.empty());

    public ReceiverSecurity {
        Objects.requireNonNull(key);
        Objects.requireNonNull(senders);
        Objects.requireNonNull(proxies);
    }

    /** The same signing with this key. */
    public ReceiverSecurity withKey(SigningKey value) {
        return new ReceiverSecurity(Optional.of(value), requireEncryption, senders, proxies);
    }

    /** The same refusing sessions in the clear. */
    public ReceiverSecurity withEncryptionRequired() {
        return new ReceiverSecurity(key, true, senders, proxies);
    }

    /** The same taking files from these senders only. */
    public ReceiverSecurity withSenders(SenderList value) {
        return new ReceiverSecurity(key, requireEncryption, Optional.of(value), proxies);
    }
}
