package io.uftpengine.crypto.packet;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;

/**
 * The counter of one source in one session, shared by all its keys: KEYINFO and every ENCRYPTED packet take the next value,
 * the first is 1 (wire facts 6.6). It never wraps. Used by one thread.
 */
public final class PacketCounter {
    /** The last value that is given out. At a million packets a second it takes 292,000 years to get there. */
    public static final long LAST = Long.MAX_VALUE;

    private long last;

    public PacketCounter() {
        this(0);
    }

    private PacketCounter(long last) {
        this.last = last;
    }

    /** A counter whose next value is {@code last + 1}. */
    public static PacketCounter startingAfter(long last) {
        if (last < 0) {
            throw new IllegalArgumentException("a counter cannot start after " + last);
        }
        return new PacketCounter(last);
    }

    /** The next value; fails, now and ever after, when there is none. */
    public long next() throws CryptoFailure {
        if (last == LAST) {
            throw CryptoFailure.of(Reason.COUNTER_EXHAUSTED);
        }
        return ++last;
    }

    /** The value given out last, 0 before the first. */
    public long last() {
        return last;
    }
}
