package io.uftpengine.core.storage;

/** How an object that needs no data was finished; the words of COMPLETE's status. */
public enum CompletionKind {
    /** Made, removed or answered. */
    NORMAL,
    /** It was there already. */
    SKIPPED
}
