package io.uftpengine.crypto.provider;

import java.util.Arrays;
import javax.crypto.SecretKey;

/** An AES key that can be overwritten: the JDK's own SecretKeySpec cannot. */
final class AesKey implements SecretKey {
    private static final long serialVersionUID = 1L;

    private final transient byte[] value;
    private transient boolean isDestroyed;

    /** Copies {@code value}. */
    AesKey(byte[] value) {
        this.value = value.clone();
    }

    @Override
    public String getAlgorithm() {
        return "AES";
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
