package io.uftpengine.core.event;

/** What became of one file at one receiver; the words of the reference's status lines (wire facts 13.5). */
public enum FileOutcome {
    /** The copy is whole and in place. */
    COPY,
    /** The copy is whole and replaced an older file (sync mode). */
    OVERWRITTEN,
    /** The receiver has it already (sync mode) or nothing was to be done. */
    SKIPPED,
    /** The receiver refused the name or the target. */
    REJECTED,
    /** Never answered. */
    MUTE,
    /** Stopped answering. */
    LOST,
    /** Gave up with an ABORT, or was told to. */
    ABORTED;

    /** True when the receiver has a right copy. */
    public boolean isSuccess() {
        return this == COPY || this == OVERWRITTEN || this == SKIPPED;
    }
}
