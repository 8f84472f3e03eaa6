package io.uftpengine.crypto.api;

import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A secret that is overwritten when it is no longer needed. It does not print itself and compares in constant time. Whoever
 * makes one destroys it; not synchronised.
 */
public final class SecretBytes {
    private final byte[] value;
    private boolean isDestroyed;

    private SecretBytes(byte[] value) {
        this.value = value;
    }

    /** Takes over {@code value} itself: {@link #destroy} overwrites it. */
    public static SecretBytes owning(byte[] value) {
        return new SecretBytes(value);
    }

    /** The secret itself, not a copy: read it, keep no reference to it. Throws IllegalStateException once destroyed. */
    public byte[] exposed() {
        if (isDestroyed) {
            throw new IllegalStateException("secret destroyed");
        }
        return value;
    }

    /** Another secret with the same contents, which outlives this one. Throws IllegalStateException once destroyed. */
    public SecretBytes copy() {
        return new SecretBytes(exposed().clone());
    }

    /** Bytes. */
    public int length() {
        return value.length;
    }

    public boolean isDestroyed() {
        return isDestroyed;
    }

    /** Overwrites the secret. May be called again. */
    public void destroy() {
        Arrays.fill(value, (byte) 0);
        isDestroyed = true;
    }

    /** Same contents, in time that does not depend on them. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SecretBytes that && MessageDigest.isEqual(value, that.value);
    }

    /** Of the length alone: nothing of the secret shows. */
    @Override
    public int hashCode() {
        return value.length;
    }

    @Override
    public String toString() {
        return "secret of " + value.length + " bytes";
    }
}
