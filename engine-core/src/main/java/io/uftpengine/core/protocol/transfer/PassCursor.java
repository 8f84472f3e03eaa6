package io.uftpengine.core.protocol.transfer;

import java.util.Arrays;

/**
 * Where a sender's passes over a file stand: the section being sent, and when a block of each section left last.
 *
 * <p>The times decide whether a report can be believed. A receiver that lists a block as missing need not know yet that
 * it was sent again; only when the section's last sending is at least a round trip ago has the report been written after
 * it (wire facts 12.2: the reference resends such blocks twice).
 */
public final class PassCursor {
    private static final int NO_SECTION = -1;
    private static final long NEVER = Long.MIN_VALUE;

    private final SectionLayout layout;
    private final long[] sentNs;
    private int section = NO_SECTION;
    private long sectionEnd;
    private long sectionEnteredNs = NEVER;
    /** Shortest time between two entries into sections of this pass. */
    private long shortestStayNs;

    private boolean running;

    public PassCursor(SectionLayout layout) {
        this.layout = layout;
        sentNs = new long[layout.sections()];
        Arrays.fill(sentNs, NEVER);
    }

    /** A pass begins at the front of the file. */
    public void start() {
        section = NO_SECTION;
        sectionEnd = 0;
        shortestStayNs = Long.MAX_VALUE;
        running = true;
    }

    /** The pass is over: no section is being sent. */
    public void stop() {
        running = false;
    }

    /** A block leaves now; blocks of a pass ascend. */
    public void sent(long block, long nowNs) {
        if (section == NO_SECTION || block >= sectionEnd) {
            if (section != NO_SECTION) {
                shortestStayNs = Math.min(shortestStayNs, nowNs - sectionEnteredNs);
            }
            section = layout.sectionOf(block);
            sectionEnd = layout.firstBlock(section) + layout.blocksIn(section);
            sectionEnteredNs = nowNs;
        }
        sentNs[section] = nowNs;
    }

    /** Section of the last block sent in this pass. */
    public int section() {
        return section;
    }

    /** Whether the pass has gone from one section to the next since {@code sinceNs}; its first section counts too. */
    public boolean enteredSectionSince(long sinceNs) {
        return sectionEnteredNs != NEVER && sectionEnteredNs >= sinceNs;
    }

    /** Whether the pass has stayed so long in each section but its last. */
    public boolean stayedInEachFor(long ns) {
        return shortestStayNs >= ns;
    }

    /**
     * Whether a report on a section may be acted upon.
     *
     * @param section as read from the wire
     * @param reactionNs shortest time in which its author can have reacted to a packet
     */
    public boolean isReportable(int section, long reactionNs, long nowNs) {
        return section >= 0
                && section < sentNs.length
                && !(running && section == this.section)
                && sentNs[section] != NEVER
                && nowNs - sentNs[section] >= reactionNs;
    }
}
