package io.uftpengine.core.protocol.session;

/** The 16-bit number of every packet that one side of a session emits, from 0 (wire facts 5.2, T9). */
public final class SequenceCounter {
    private static final int MASK = 0xFFFF;

    private int next;

    /** The number of the next packet, 0..65535; each call uses one up. */
    public int next() {
        int sequence = next;
        next = sequence + 1 & MASK;
        return sequence;
    }
}
