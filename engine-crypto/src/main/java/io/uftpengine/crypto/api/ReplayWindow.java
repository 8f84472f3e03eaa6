package io.uftpengine.crypto.api;

/**
 * Which packet counters of one source and one key were seen. Only counters of authenticated packets may be shown to it: a
 * forger must not be able to move it.
 */
public interface ReplayWindow {
    /** What is known of a counter. */
    enum Verdict {
        /** Not seen before; it is now. */
        FRESH,
        /** Seen before. */
        REPLAYED,
        /** So far behind the highest that it is not known. */
        TOO_OLD
    }

    /** Judges a counter (64 bits, unsigned) and remembers it. */
    Verdict admit(long counter);
}
