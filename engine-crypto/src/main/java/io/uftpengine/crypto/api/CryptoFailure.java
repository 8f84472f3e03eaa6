package io.uftpengine.crypto.api;

import java.util.EnumMap;
import java.util.Map;

/**
 * Something from the network did not pass a check, or a limit of a key is reached. Never has a stack trace: it says what a
 * peer did, not where our code is.
 */
public final class CryptoFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which check failed. */
    public enum Reason {
        /** The authentication tag is wrong: tampered with, or sealed under another key. */
        NOT_AUTHENTIC("authentication failed"),
        /** Shorter than a tag, or a range outside the packet. */
        BAD_LENGTH("bad length"),
        /** No counter value is left under this key. */
        COUNTER_EXHAUSTED("packet counter exhausted"),
        /** The counter value is not above the last one used: sealing would repeat a nonce. */
        COUNTER_NOT_INCREASING("packet counter not increasing"),
        /** There is no such key, or not yet. */
        NO_KEY("no key"),
        /** The key has been destroyed. */
        DESTROYED("key destroyed"),
        /** A key blob that does not follow its layout. */
        BAD_KEY_BLOB("malformed key blob"),
        /** A public key that is not one: a point off its curve, an RSA modulus out of bounds. */
        BAD_PUBLIC_KEY("invalid public key"),
        /** A key on another curve than the session's. */
        WRONG_CURVE("key on another curve"),
        /** A signature that could not be made. */
        CANNOT_SIGN("cannot sign");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }

    private static final Map<Reason, CryptoFailure> SHARED = new EnumMap<>(Reason.class);

    static {
        for (Reason reason : Reason.values()) {
            SHARED.put(reason, new CryptoFailure(reason, reason.text));
        }
    }

    private final Reason reason;

    private CryptoFailure(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** A shared instance: what happens per packet costs no allocation. */
    public static CryptoFailure of(Reason reason) {
        return SHARED.get(reason);
    }

    /** With details, for handshakes. */
    public static CryptoFailure of(Reason reason, String detail) {
        return new CryptoFailure(reason, reason.text + ": " + detail);
    }

    public Reason reason() {
        return reason;
    }
}
