package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;

/**
 * Decides when which sections of the current file are reported with STATUS messages.
 *
 * <p>A <em>pass</em> is one run of the sender over the blocks that are wanted; it ends with a DONE for the last section, and
 * the first block after that begins the next. Two things call for a report:
 *
 * <ul>
 *   <li>A DONE that lists this receiver: every incomplete section up to the DONE's. Listed again, the report was lost or not
 *       counted and is repeated (wire facts 12.3).
 *   <li>A block in a later section than any of this pass before: the incomplete sections in front of it, each once a pass,
 *       but not the one that the sender is in, which it would drop (wire facts 5.4).
 * </ul>
 *
 * <p>Whoever has reported in a pass is not listed in the DONE at its end (wire facts 8.2), though the last section can't have
 * been reported by then. A DONE that does not list this receiver therefore calls for what has not been reported in this pass;
 * the second such DONE calls for nothing. The reference receiver 5.0.3 was seen to do the same.
 *
 * <p>Better than the reference, on purpose (wire facts T26, 8.4): what comes up during the hold-off widens the report, so no
 * section is forgotten; the hold-off is a few milliseconds instead of a GRTT; what is reported is looked up when the STATUS
 * is made. A report never is empty (wire facts 1.2), and one tick sends a bounded number of packets.
 */
final class NakReporter {
    /** Most STATUS messages at once; a file may have 65,535 sections. */
    static final int MAX_STATUSES_PER_TICK = 8;

    /** Least time between two such bursts; longer on long paths, which tend to be thin: {@link #TICKS_PER_GRTT}. */
    static final long MIN_TICK_NS = 1_000_000;

    static final int TICKS_PER_GRTT = 32;

    /**
     * How long packets may be out of order: path jitter grows with path length, so a sixteenth of the GRTT within these
     * limits, but never more than the GRTT. Waiting too short costs a block sent twice, waiting too long costs time in every
     * pass; the sender goes on 3 GRTT after the first report of a pass.
     */
    static final int HOLD_OFFS_PER_GRTT = 16;

    static final long MIN_HOLD_OFF_NS = 5_000_000;
    static final long MAX_HOLD_OFF_NS = 50_000_000;

    /**
     * In larger groups the reports of all receivers are spread over one GRTT, as late as the reference's, by a hash of the
     * unique ID: a thousand receivers that missed the same block must not answer within a few milliseconds.
     */
    static final int LARGE_GROUP = 100;

    private static final int NONE = -1;
    private static final int HASH_MULTIPLIER = 0x9E3779B1;
    private static final int SPREAD_BITS = 16;

    private enum State {
        IDLE,
        /** A report is due after the hold-off. */
        HOLDING,
        /** A report is under way, a few packets a tick. */
        SENDING
    }

    private final int fileId;
    private final SectionLayout layout;
    private final ClaimedBlocks claimed;
    private final AdvertisedGrtt grtt;
    private final ReceiverOutbox outbox;
    private final ReceiverCounters counters;
    private final int spread;

    private int pass;
    private boolean passEnded;
    private int highestSection = NONE;
    private int lastSection = NONE;
    /** Sections in front of this one have been reported in this pass. */
    private int reportedUpTo;

    private State state = State.IDLE;
    /** When the hold-off or the tick began. */
    private long sinceNs;

    private int reportPass;
    private boolean answersDone;
    private boolean listedByDone;
    private int next;
    private int end;
    private int skipped;

    NakReporter(
            int fileId,
            SectionLayout layout,
            ClaimedBlocks claimed,
            AdvertisedGrtt grtt,
            int uniqueId,
            ReceiverOutbox outbox,
            ReceiverCounters counters) {
        this.fileId = fileId;
        this.layout = layout;
        this.claimed = claimed;
        this.grtt = grtt;
        this.outbox = outbox;
        this.counters = counters;
        // Fibonacci hashing: neighbouring IDs, as neighbouring addresses give, end up far apart.
        spread = uniqueId * HASH_MULTIPLIER >>> Integer.SIZE - SPREAD_BITS;
    }

    /** A block of this section arrived, wanted or not. */
    void onBlock(int section, long nowNs) {
        if (passEnded) {
            passEnded = false;
            pass++;
            highestSection = NONE;
            reportedUpTo = 0;
        }
        lastSection = section;
        if (section > highestSection) {
            highestSection = section;
            onBoundary(section, nowNs);
        }
    }

    private void onBoundary(int section, long nowNs) {
        if (!lacksAny(reportedUpTo, section)) {
            return;
        }
        if (state == State.IDLE) {
            hold(reportedUpTo, section, false, nowNs);
        } else {
            end = Math.max(end, section);
        }
    }

    /** A DONE of this file for a section that exists. */
    void onDone(int section, boolean listed, long nowNs) {
        passEnded |= section == layout.sections() - 1;
        listedByDone = listed || state != State.IDLE && listedByDone;
        int from = listed ? 0 : reportedUpTo;
        if (!lacksAny(from, section + 1)) {
            return;
        }
        if (state == State.IDLE) {
            hold(from, section + 1, true, nowNs);
            return;
        }
        if (state == State.HOLDING) {
            next = Math.min(next, from);
            // What came in just before the DONE may still be out of order; but more DONEs don't put the answer off.
            sinceNs = answersDone ? sinceNs : nowNs;
        } else if (!answersDone) {
            next = Math.min(next, from);
        }
        end = Math.max(end, section + 1);
        answersDone = true;
    }

    /** A DONE that lists this receiver has not been answered in full. */
    boolean owesAnswer() {
        return state != State.IDLE && listedByDone;
    }

    private boolean lacksAny(int from, int to) {
        int section = claimed.nextIncomplete(from);
        return section != NONE && section < to;
    }

    private void hold(int from, int to, boolean forDone, long nowNs) {
        state = State.HOLDING;
        sinceNs = nowNs;
        reportPass = pass;
        answersDone = forDone;
        listedByDone &= forDone;
        next = from;
        end = to;
        skipped = NONE;
    }

    void onTimeout(long nowNs) {
        if (state == State.IDLE || nowNs - deadlineNs() < 0) {
            return;
        }
        int sent = 0;
        int section = claimed.nextIncomplete(next);
        while (section != NONE && section < end && sent < MAX_STATUSES_PER_TICK) {
            if (answersDone || section != lastSection) {
                send(section);
                sent++;
            } else {
                skipped = section;
            }
            next = section + 1;
            section = claimed.nextIncomplete(next);
        }
        if (section != NONE && section < end) {
            state = State.SENDING;
            sinceNs = nowNs;
            return;
        }
        state = State.IDLE;
        if (reportPass == pass) {
            reportedUpTo = Math.max(reportedUpTo, skipped == NONE ? end : skipped);
        }
    }

    private void send(int section) {
        NakBitmap naks = claimed.naks(section);
        counters.statusesSent++;
        counters.naksSent += claimed.missingIn(section);
        outbox.send(new Status(fileId, section, List.of(), naks));
    }

    long deadlineNs() {
        return switch (state) {
            case IDLE -> ProtocolMachine.NO_DEADLINE;
            case HOLDING -> sinceNs + holdOffNs();
            case SENDING -> sinceNs + Math.max(MIN_TICK_NS, grtt.ns() / TICKS_PER_GRTT);
        };
    }

    private long holdOffNs() {
        long jitterNs = Math.max(MIN_HOLD_OFF_NS, Math.min(MAX_HOLD_OFF_NS, grtt.ns() / HOLD_OFFS_PER_GRTT));
        long holdOffNs = Math.min(grtt.ns(), jitterNs);
        return grtt.groupSize() <= LARGE_GROUP
                ? holdOffNs
                : holdOffNs + ((grtt.ns() - holdOffNs) * spread >>> SPREAD_BITS);
    }
}
