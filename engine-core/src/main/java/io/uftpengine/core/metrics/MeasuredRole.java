package io.uftpengine.core.metrics;

import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.transport.TransportCounters;

/** One running sender or receiver as the meters see it. Any thread may ask; what only the event loop knows is of its last look. */
interface MeasuredRole {
    /** What happened to datagrams. */
    TransportCounters counters();

    /** What the kernel threw away of what was on its way to it. */
    KernelDrops kernelDrops();

    /** Sessions under way in a phase. */
    int sessionsIn(Phase phase);

    /** The longest GRTT of its sessions, 0 without any. */
    long grttNs();

    /** What was lost of {@link #expected}, in its sessions under way. */
    long lost();

    /** Packets or blocks that were to arrive, in its sessions under way. */
    long expected();
}
