package io.uftpengine.crypto.random;

import io.uftpengine.crypto.api.SecretBytes;
import java.security.SecureRandom;

/** The random values of handshakes. Safe for use by several threads. */
public final class HandshakeRandom {
    /** Bytes of the random in EXT_ENC_INFO and in REGISTER (wire facts 3). */
    public static final int HELLO_LENGTH = 32;

    private static final int GROUP_MASTER_LENGTH = 32;

    private final SecureRandom random = new SecureRandom();

    /** What a sender puts into EXT_ENC_INFO or a receiver into REGISTER: {@value #HELLO_LENGTH} bytes, sent in the clear. */
    public byte[] hello() {
        byte[] value = new byte[HELLO_LENGTH];
        random.nextBytes(value);
        return value;
    }

    /** A group master, 32 bytes (wire facts 6.4); the caller destroys it. */
    public SecretBytes groupMaster() {
        byte[] value = new byte[GROUP_MASTER_LENGTH];
        random.nextBytes(value);
        return SecretBytes.owning(value);
    }
}
