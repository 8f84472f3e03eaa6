package io.uftpengine.crypto.random;

import java.security.SecureRandom;

/** Unpredictable identifiers and address parts. Safe for use by several threads. */
public final class SecureIds {
    /** All ones: no valid unique ID (wire facts 13.7). */
    public static final int INVALID_ID = 0xFFFFFFFF;

    private final SecureRandom random = new SecureRandom();

    /** A unique ID or group ID: any 32 bits but 0 and {@link #INVALID_ID}. */
    public int nextId() {
        while (true) {
            int id = random.nextInt();
            if (id != 0 && id != INVALID_ID) {
                return id;
            }
        }
    }

    /**
     * A number within bounds, for the open parts of a group address.
     *
     * @param bound 1 or more, exclusive
     */
    public int nextInt(int bound) {
        return random.nextInt(bound);
    }

    /** 64 random bits, for a seed. */
    public long nextSeed() {
        return random.nextLong();
    }
}
