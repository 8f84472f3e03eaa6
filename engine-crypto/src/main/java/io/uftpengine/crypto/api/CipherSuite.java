package io.uftpengine.crypto.api;

import java.util.Optional;

/** The AEAD ciphers of protocol 5 (protocol 4.1, 5.3.2). Nonce and tag have the same length in all of them. */
public enum CipherSuite {
    AES_128_GCM(5, "aes128-gcm", 16, Mode.GCM),
    AES_256_GCM(6, "aes256-gcm", 32, Mode.GCM),
    AES_128_CCM(7, "aes128-ccm", 16, Mode.CCM),
    AES_256_CCM(8, "aes256-ccm", 32, Mode.CCM);

    /** How the block cipher is used. */
    public enum Mode {
        GCM,
        CCM
    }

    /** Bytes. */
    public static final int NONCE_LENGTH = 12;
    /** Bytes, appended to the ciphertext. */
    public static final int TAG_LENGTH = 16;

    private final int code;
    private final String optionName;
    private final int keyLength;
    private final Mode mode;

    CipherSuite(int code, String optionName, int keyLength, Mode mode) {
        this.code = code;
        this.optionName = optionName;
        this.keyLength = keyLength;
        this.mode = mode;
    }

    /** The key type number on the wire. */
    public int code() {
        return code;
    }

    /** As {@code --cipher/-Y} writes it. */
    public String optionName() {
        return optionName;
    }

    /** Bytes. */
    public int keyLength() {
        return keyLength;
    }

    public Mode mode() {
        return mode;
    }

    /** The suite of a key type number from the wire; empty when there is none, or when 4.x alone knows it. */
    public static Optional<CipherSuite> ofCode(int code) {
        for (CipherSuite suite : values()) {
            if (suite.code == code) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }

    /** The suite of that {@link #optionName}; empty for others, "none" among them. */
    public static Optional<CipherSuite> ofName(String name) {
        for (CipherSuite suite : values()) {
            if (suite.optionName.equalsIgnoreCase(name)) {
                return Optional.of(suite);
            }
        }
        return Optional.empty();
    }
}
