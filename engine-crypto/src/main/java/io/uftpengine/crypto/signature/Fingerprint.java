package io.uftpengine.crypto.signature;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.provider.Jca;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Names a public key: a hash of its whole key blob, header and padding included (wire facts T19). SHA-1 is what the
 * reference prints and compares; SHA-256 is ours beside it. Immutable.
 */
public final class Fingerprint {
    private static final int SHA1_LENGTH = 20;
    private static final HexFormat FORMAT = HexFormat.ofDelimiter(":").withUpperCase();

    private final byte[] hash;

    private Fingerprint(byte[] hash) {
        this.hash = hash;
    }

    /** The reference's: 20 bytes. */
    public static Fingerprint sha1(byte[] blob) {
        return new Fingerprint(Jca.sha1().digest(blob));
    }

    /** 32 bytes. */
    public static Fingerprint sha256(byte[] blob) {
        return new Fingerprint(Jca.digest(HashAlgorithm.SHA256).digest(blob));
    }

    /**
     * Reads pairs of hexadecimal digits with colons between: 20 are SHA-1, 32 SHA-256. The reference reads up to 64 and
     * compares 20 (wire facts 13.7); any other number names no key that it could know, and is refused here.
     *
     * @throws IllegalArgumentException with the cause and the cure
     */
    public static Fingerprint parse(String text) {
        byte[] hash;
        try {
            hash = FORMAT.parseHex(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no fingerprint; give pairs of hexadecimal digits with colons between", e);
        }
        if (hash.length != SHA1_LENGTH && hash.length != HashAlgorithm.SHA256.length()) {
            throw new IllegalArgumentException("a fingerprint has " + SHA1_LENGTH + " bytes (SHA-1) or "
                    + HashAlgorithm.SHA256.length() + " (SHA-256), not " + hash.length
                    + "; copy the one that \"keys\" or uftp_keymgt prints");
        }
        return new Fingerprint(hash);
    }

    /** Whether this names the key in the blob, in constant time. */
    public boolean matches(byte[] blob) {
        Fingerprint other = hash.length == SHA1_LENGTH ? sha1(blob) : sha256(blob);
        return MessageDigest.isEqual(hash, other.hash);
    }

    /** Bytes: 20 or 32. */
    public int length() {
        return hash.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && MessageDigest.isEqual(hash, that.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** Upper-case pairs with colons, as the reference prints it. */
    @Override
    public String toString() {
        return FORMAT.formatHex(hash);
    }
}
