package io.uftpengine.core.storage;

import io.netty.util.internal.PlatformDependent;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all receivers of a process may stage together beyond the little that each is sure of: a hundred receivers whose disks are slow
 * would otherwise take a hundred times what one may have, which is more than there is. Safe for use by any thread.
 */
final class StagingBudget {
    /** The process's budget is this part of what it may have outside of its heap. */
    private static final int PROCESS_SHARE = 4;

    static final StagingBudget OF_PROCESS = new StagingBudget(PlatformDependent.maxDirectMemory() / PROCESS_SHARE);

    private final long limitBytes;
    private final AtomicLong lentBytes = new AtomicLong();

    StagingBudget(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** False when there is not so much left. */
    boolean borrow(int bytes) {
        if (lentBytes.addAndGet(bytes) <= limitBytes) {
            return true;
        }
        lentBytes.addAndGet(-bytes);
        return false;
    }

    void giveBack(int bytes) {
        lentBytes.addAndGet(-bytes);
    }

    /** More than half is lent: nobody should keep what it does not need now. */
    boolean isShort() {
        return lentBytes.get() > limitBytes / 2;
    }
}
