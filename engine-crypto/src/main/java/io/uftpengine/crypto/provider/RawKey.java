package io.uftpengine.crypto.provider;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** The bytes of a key, which can be overwritten: those in the JDK's own SecretKeySpec cannot. */
final class RawKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final String algorithm;
    private final transient byte[] value;
    private transient boolean isDestroyed;

    /**
     * Copies {@code value}.
     *
     * @param algorithm Java's standard name of what it is for
     */
    RawKey(String algorithm, byte[] value) {
        this.algorithm = algorithm;
        this.value = value.clone();
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** A copy, as each provider expects it; SunJCE overwrites its copies. */
    @Override
    public byte[] getEncoded() {
        if (isDestroyed) {
            throw new IllegalStateException("key destroyed");
        }
        return value.clone();
    }

    /** May be called again. */
    @Override
    public void destroy() {
        Arrays.fill(value, (byte) 0);
        isDestroyed = true;
    }

    @Override
    public boolean isDestroyed() {
        return isDestroyed;
    }
}
