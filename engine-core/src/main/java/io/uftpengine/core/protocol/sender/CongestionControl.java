package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.core.protocol.machine.ProtocolMachine;

/**
 * Decides how fast a sender's blocks leave. It is told what happens while a file's blocks are sent, and sets the rate with
 * {@link Outbox#setRate}; what does not concern an implementation it leaves at its default, which does nothing.
 *
 * <p>The hooks are called by {@link DataPhase}, but for {@link #onGone}, which {@link FileTransfer} calls.
 */
interface CongestionControl {
    /** The rate that the session began with, whatever happens. */
    CongestionControl FIXED = new CongestionControl() {};

    /** The blocks of a file are about to flow. Its receivers are those in step RECEIVING. */
    default void onFileStarted(int sections, long nowNs) {}

    /** A pass over the file begins. */
    default void onPassStarted(long nowNs) {}

    /** The file has ended, for whatever reason. */
    default void onFileEnded(long nowNs) {}

    /** A block was handed out. */
    default void onBlockSent(int section, int packetBytes, long nowNs) {}

    /**
     * A report counted: a receiver lacks so many of a section's blocks.
     *
     * @param naks blocks asked for
     * @param blocks blocks of the section
     */
    default void onStatus(Participant from, int section, int naks, int blocks, long nowNs) {}

    /** Congestion feedback of a receiver of the file, alone or with a STATUS. */
    default void onFeedback(Participant from, TfmccAck feedback, long nowNs) {}

    /** A receiver has finished the file, or failed. */
    default void onGone(Participant from, long nowNs) {}

    /** Harmless when early or repeated. */
    default void onTimeout(long nowNs) {}

    /** When {@link #onTimeout} has something to do. */
    default long deadlineNs() {
        return ProtocolMachine.NO_DEADLINE;
    }

    /** What every block carries, see {@link TfmccStamp}. */
    default long stamp() {
        return TfmccStamp.NONE;
    }

    /** The receiver does not keep up with the lowest rate that is allowed. */
    default boolean isTooSlow(Participant participant) {
        return false;
    }

    /** No receiver of the file has been heard of for so long that it makes no sense to go on. */
    default boolean isDeaf(long nowNs) {
        return false;
    }
}
