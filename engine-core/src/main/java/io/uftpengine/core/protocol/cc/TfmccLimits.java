package io.uftpengine.core.protocol.cc;

/**
 * Bounds of TFMCC's rate, bytes of IP packets a second; 0 = not given.
 *
 * @param minBytesPerSecond not below that, whatever the loss
 * @param initialBytesPerSecond to begin with, instead of one packet a GRTT
 * @param maxBytesPerSecond not above that
 */
public record TfmccLimits(long minBytesPerSecond, long initialBytesPerSecond, long maxBytesPerSecond) {
    /** No bounds. */
    public static final TfmccLimits NONE = new TfmccLimits(0, 0, 0);

    /** Rate of the announce and file-info phases if nothing lower is given (wire facts 9.1). */
    private static final long HANDSHAKE_BYTES_PER_SECOND = 128_000;

    /** Rejects negative values and bounds out of order. */
    public TfmccLimits {
        if (minBytesPerSecond < 0 || initialBytesPerSecond < 0 || maxBytesPerSecond < 0) {
            throw new IllegalArgumentException("negative rate");
        }
        if (maxBytesPerSecond > 0 && Math.max(minBytesPerSecond, initialBytesPerSecond) > maxBytesPerSecond
                || initialBytesPerSecond > 0 && minBytesPerSecond > initialBytesPerSecond) {
            throw new IllegalArgumentException("rates out of order");
        }
    }

    /** Pace of everything before the first block. */
    public long handshakeBytesPerSecond() {
        long least = HANDSHAKE_BYTES_PER_SECOND;
        if (initialBytesPerSecond > 0) {
            return Math.min(least, initialBytesPerSecond);
        }
        return maxBytesPerSecond > 0 ? Math.min(least, maxBytesPerSecond) : least;
    }
}
