package io.uftpengine.crypto.api;

import java.util.Optional;

/** The hashes of protocol 5 (protocol 4.1, 5.3.3): of the key schedule and of signatures alike (wire facts 6.1). */
public enum HashAlgorithm {
    SHA256(3, "sha256", "SHA-256", 32),
    SHA384(4, "sha384", "SHA-384", 48),
    SHA512(5, "sha512", "SHA-512", 64);

    private final int code;
    private final String optionName;
    private final String standardName;
    private final int length;

    HashAlgorithm(int code, String optionName, String standardName, int length) {
        this.code = code;
        this.optionName = optionName;
        this.standardName = standardName;
        this.length = length;
    }

    /** The hash type number on the wire. */
    public int code() {
        return code;
    }

    /** As {@code --hash/-h} writes it. */
    public String optionName() {
        return optionName;
    }

    /** As Java's standard names of algorithms have it, for example SHA-256. */
    public String standardName() {
        return standardName;
    }

    /** Bytes; the {@code hash_len} of the protocol text. */
    public int length() {
        return length;
    }

    /** The hash of a number from the wire; empty when there is none, or when 4.x alone knows it. */
    public static Optional<HashAlgorithm> ofCode(int code) {
        for (HashAlgorithm hash : values()) {
            if (hash.code == code) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /** The hash of that {@link #optionName}. */
    public static Optional<HashAlgorithm> ofName(String name) {
        for (HashAlgorithm hash : values()) {
            if (hash.optionName.equalsIgnoreCase(name)) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }
}
