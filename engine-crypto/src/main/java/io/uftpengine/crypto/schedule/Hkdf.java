package io.uftpengine.crypto.schedule;

import io.uftpengine.crypto.api.HashAlgorithm;
import io.uftpengine.crypto.api.SecretBytes;
import io.uftpengine.crypto.provider.Jca;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** HKDF (RFC 5869). */
public final class Hkdf {
    private static final int MAX_BLOCKS = 255;

    private final HashAlgorithm hash;

    public Hkdf(HashAlgorithm hash) {
        this.hash = hash;
    }

    /** RFC 5869 2.2: a key of {@link HashAlgorithm#length} bytes. */
    public SecretBytes extract(byte[] salt, byte[] inputKey) {
        // An HMAC key is zero padded, so that an empty salt is the RFC's "string of HashLen zeros"; Java takes no empty
        // key.
        return SecretBytes.owning(Jca.hmac(hash, salt.length == 0 ? new byte[hash.length()] : salt)
                .doFinal(inputKey));
    }

    /**
     * RFC 5869 2.3.
     *
     * @param length bytes, 1 .. 255 hashes
     */
    public SecretBytes expand(byte[] key, byte[] info, int length) {
        if (length <= 0 || length > MAX_BLOCKS * hash.length()) {
            throw new IllegalArgumentException("HKDF makes no " + length + " bytes");
        }
        byte[] result = new byte[length];
        byte[] block = new byte[hash.length()];
        Mac hmac = Jca.hmac(hash, key);
        try {
            int done = 0;
            for (int number = 1; done < length; number++) {
                if (number > 1) {
                    hmac.update(block);
                }
                hmac.update(info);
                hmac.update((byte) number);
                hmac.doFinal(block, 0);
                int taken = Math.min(block.length, length - done);
                System.arraycopy(block, 0, result, done, taken);
                done += taken;
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(block, (byte) 0);
        }
        return SecretBytes.owning(result);
    }
}
