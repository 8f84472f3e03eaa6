package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.crypto.api.CryptoFailure;

/**
 * The keys of one session in one role. Single-threaded: the event loop that owns the session makes every call; only
 * {@link KeyWork#perform} runs elsewhere.
 */
public interface SessionSecurity {
    /** Bytes of the ENCRYPTED header, between the UFTP header and the sealed message (wire facts 3). */
    int HEADER_LENGTH = 12;

    /** Bytes that sealing adds to a datagram: header and tag. */
    int OVERHEAD = HEADER_LENGTH + 16;

    /** What came of a datagram. */
    enum Opening {
        /** Authentic, under its author's handshake key. */
        HANDSHAKE,
        /** Authentic, under its author's application key. */
        APPLICATION,
        /** Nobody, or somebody without keys. */
        NO_KEYS,
        /** No ENCRYPTED message of this version. */
        MALFORMED,
        /** Forged, damaged, or under an old key. */
        NOT_AUTHENTIC,
        /** Authentic, but seen before. */
        REPLAYED,
        /** Authentic, but so old that it is not known whether it was seen before. */
        TOO_OLD;

        /** Whether the datagram may be processed. */
        public boolean isAuthentic() {
            return this == HANDSHAKE || this == APPLICATION;
        }
    }

    /**
     * Authenticates an ENCRYPTED datagram, from reader to writer index, and only then judges its counter. When it is
     * authentic, it stands as if it had come in the clear: the UFTP header, with the function of the message in it, moves up
     * to the message, the reader index to its beginning, the writer index in front of the tag. Otherwise its indexes are
     * unchanged, and its contents are too unless it is authentic after all (REPLAYED, TOO_OLD, or MALFORMED within). No object
     * is made.
     */
    Opening open(ByteBuf datagram);

    /**
     * Seals a datagram in place: at {@code start} the UFTP header as if in the clear, then {@link #HEADER_LENGTH} bytes that
     * this call fills, then the message, then 16 bytes within the capacity for the tag. The counter takes its next value.
     * Moves no index.
     *
     * @param messageLength bytes of the message
     * @return length of the datagram: UFTP header, {@code messageLength} and {@link #OVERHEAD}
     * @throws CryptoFailure when there is no such key (yet, or any more) or no counter value is left; it must not be sent then
     */
    int seal(ByteBuf datagram, int start, int messageLength, Protection protection) throws CryptoFailure;

    /** Prepares what a machine asked for; cheap. */
    KeyWork begin(Action.KeyAction action);

    /** Overwrites all keys. Nothing can be opened or sealed afterwards; work under way comes to nothing. May be called again. */
    void destroy();
}
