package io.uftpengine.core.protocol.cc;

import java.util.BitSet;

/**
 * The share of blocks that one receiver loses whatever the rate: what the network drops. Learned from reports that did not get
 * better when less was sent. Single writer: the sender's event loop.
 */
public final class LossBaseline {
    /** Reports in a row that have to agree. */
    private static final int WITNESSES = 3;

    /** How much the rate must have fallen from one to the next, and how little the loss. */
    private static final double LESS_SENT = 0.93;

    private static final double AS_MUCH_LOST = 0.75;

    /** Nobody loses more than this without being flooded. */
    private static final double MAX = 0.5;

    private double share;
    private double lastLoss;
    private long lastRate;
    private int lastSection = -1;
    private int witnesses;

    /** Sections that it has reported in this pass. */
    private final BitSet reported = new BitSet();

    /** The share of blocks lost at any rate, 0 to {@value #MAX}. */
    double share() {
        return share;
    }

    /** Whether this is the first report on that section in this pass: later ones repeat it. */
    boolean isNews(int section) {
        if (reported.get(section)) {
            return false;
        }
        reported.set(section);
        return true;
    }

    /**
     * A report on a section.
     *
     * @param loss share of blocks lost in it, more than {@link #share()} by a margin or not
     * @param rate at which it was sent
     * @return whether this settles that so much is lost at any rate
     */
    boolean onReport(int section, double loss, long rate) {
        if (section > lastSection + 1 && lastSection >= 0) {
            // What is not reported had no loss at all.
            share = 0;
        }
        lastSection = section;
        if (loss <= share) {
            share = loss;
            witnesses = 0;
        } else if (rate < lastRate * LESS_SENT && loss > lastLoss * AS_MUCH_LOST) {
            witnesses++;
        } else if (loss < lastLoss * AS_MUCH_LOST) {
            witnesses = 0;
        }
        lastLoss = loss;
        lastRate = rate;
        if (witnesses >= WITNESSES && loss <= MAX) {
            share = loss;
            witnesses = 0;
            return true;
        }
        return false;
    }

    /** A pass begins. */
    public void onPass() {
        lastSection = -1;
        reported.clear();
    }
}
