package io.uftpengine.core.protocol.cc;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The share of blocks that one receiver loses whatever the rate: what the network drops. Learned from reports that did not get
 * better when less was sent. Single writer: the sender's event loop.
 */
public final class LossBaseline {
    /** Reports in a row that have to agree with the one before them. */
    private static final int WITNESSES = 3;

    /** How much the rate must have fallen meanwhile. */
    private static final double LESS_SENT = 0.85;

    /** How far their losses may be apart: what a network drops is steady, what a buffer spills is not. */
    private static final double AS_MUCH_LOST = 0.2;

    private static final int NONE = -1;

    /** Nobody loses more than this without being flooded. */
    private static final double MAX = 0.5;

    private double share;
    /** The report that later ones are compared with. */
    private double firstLoss;

    private long firstRate;
    private int lastSection = -1;
    private int witnesses = NONE;

    /** How long after the end of a section its last report came. */
    private long delayNs;

    /** Sections that it has reported in this pass. */
    private final BitSet reported = new BitSet();

    /** What the latest reports of this pass said: sections, -1 for none, and blocks. */
    private final int[] latest = new int[SectionLog.MAX_SECTIONS];

    private final int[] missing = new int[SectionLog.MAX_SECTIONS];

    public LossBaseline() {
        Arrays.fill(latest, -1);
    }

    /** The share of blocks lost at any rate, 0 to {@value #MAX}. */
    double share() {
        return share;
    }

    /**
     * Whether a report so long after the end of its section was perhaps written before the section arrived, and lists what was sent again
     * as missing still: the one before took more than twice as long, and where blocks are lost, the queue in front of them is full.
     */
    boolean isTooSoon(long afterNs) {
        return 2 * afterNs < delayNs;
    }

    /**
     * Whether this is the first report on that section in this pass: later ones repeat it.
     *
     * @param afterNs time from the end of the section
     */
    boolean isNews(int section, int blocks, long afterNs) {
        if (reported.get(section)) {
            return false;
        }
        delayNs = afterNs;
        reported.set(section);
        latest[section % latest.length] = section;
        missing[section % latest.length] = blocks;
        return true;
    }

    /** Blocks reported as missing in sections {@code first} to {@code last}, the latest {@value SectionLog#MAX_SECTIONS} at most. */
    long missing(int first, int last) {
        long sum = 0;
        for (int i = 0; i < latest.length; i++) {
            if (latest[i] >= first && latest[i] <= last) {
                sum += missing[i];
            }
        }
        return sum;
    }

    /**
     * A report on a section.
     *
     * @param loss share of blocks lost in it, more than {@link #share()} by a margin or not
     * @param rate at which it was sent
     * @param isTelling whether all of it was sent at one rate, that of after the last decrease
     * @return whether this settles that so much is lost at any rate
     */
    boolean onReport(int section, double loss, long rate, boolean isTelling) {
        if (section > lastSection + 1 && lastSection >= 0) {
            // What is not reported had no loss at all.
            share = 0;
        }
        lastSection = section;
        if (!isTelling) {
            return false;
        }
        if (loss <= share) {
            share = loss;
            witnesses = NONE;
        } else if (witnesses == NONE || Math.abs(loss - firstLoss) > AS_MUCH_LOST * firstLoss) {
            witnesses = 0;
            firstLoss = loss;
            firstRate = rate;
        } else if (++witnesses >= WITNESSES && rate <= LESS_SENT * firstRate && loss <= MAX) {
            share = loss;
            witnesses = NONE;
            return true;
        }
        return false;
    }

    /** A pass begins. */
    public void onPass() {
        lastSection = -1;
        reported.clear();
        Arrays.fill(latest, -1);
    }
}
