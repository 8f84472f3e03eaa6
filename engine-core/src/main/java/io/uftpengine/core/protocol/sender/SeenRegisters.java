package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Register;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells a REGISTER that is repeated from one that is new: a receiver keeps its random and its key for all REGISTERs of a
 * session (wire facts 6.5), most forgers don't. Remembers a bounded number of the latest, by a hash; who makes hashes collide
 * gains no more than by repeating a REGISTER.
 */
final class SeenRegisters {
    /** Between one and two times as many are remembered. */
    static final int GENERATION = 8192;

    private static final int HASH_BITS = 32;
    private static final int PRIME = 31;

    private Set<Long> recent = new HashSet<>();
    private Set<Long> older = new HashSet<>();

    /** Remembers a REGISTER; whether it was known. */
    boolean wasSeen(int receiverId, Register register) {
        long high = PRIME * receiverId + register.keyMaterial().hashCode();
        long hash = high << HASH_BITS | Integer.toUnsignedLong(register.random().hashCode());
        boolean seen = recent.contains(hash) || older.contains(hash);
        if (recent.size() >= GENERATION) {
            older = recent;
            recent = new HashSet<>();
        }
        recent.add(hash);
        return seen;
    }
}
