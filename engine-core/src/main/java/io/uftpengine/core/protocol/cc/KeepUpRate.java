package io.uftpengine.core.protocol.cc;

/**
 * Finds the rate at which the slowest receiver still keeps up, from what the receivers report as missing ({@code -R -1}).
 *
 * <p>A report says what share of a section was lost, and the section's rate is known, so it tells the rate at which that
 * receiver took the blocks: to a tenth below that the rate falls, though not to less than {@link #GENTLE} of what it was if much arrived. It
 * rises like CUBIC's window (RFC 9438, 4.2): fast to where it was too fast the last time, its <em>ceiling</em>, slowly past it, and then
 * ever faster; the later, the more often it failed at the same ceiling, and the later, the longer sections take, for reports come at their ends.
 * It begins with doubling, once a section. It only rises while it is made use of. Loss that does not get less when less is sent is not of the
 * receivers' making, and does not count: {@link LossBaseline}.
 *
 * <p>Single writer: the sender's event loop.
 */
public final class KeepUpRate {
    /** A gigabit a second, to begin with. */
    static final long FIRST = 125_000_000;

    /** Lowest, unless the floor is higher. */
    static final long LOWEST = 125_000;

    static final long HIGHEST = 20_000_000_000L;

    /** Least time from one step of the rate to the next. */
    static final long MIN_STEP_NS = 25_000_000;

    /** What has to be sent in a step for it to count, unless that takes {@link #MAX_STEP_NS}. */
    private static final long MIN_STEP_BYTES = 40_000;

    private static final long MAX_STEP_NS = 1_000_000_000;

    /** Round-trip times from one step to the next: its effect should be known. */
    private static final int STEP_RTTS = 2;

    /** Share of blocks that may be lost beyond the baseline without meaning anything: a tenth of what is promised once it has settled. */
    private static final double TOLERANCE = 0.0005;

    private static final double BASELINE_MARGIN = 0.25;

    /** Fewer blocks in a section tell nothing. */
    private static final int MIN_BLOCKS = 64;

    private static final double DECREASE = 0.9;

    /** A receiver may have stood still for a moment: with less lost than this, it falls no further at once than to that share. */
    private static final double MUCH_LOST = 0.6;

    private static final double GENTLE = 0.7;

    /** A section that was sent at less than this share of the rate does not tell what the rate does. */
    private static final double MEASURED = 0.4;

    private static final double LEAST = 0.25;

    /** Time from a decrease to where the rate was; twice the time, and it is as far above. */
    private static final long MIN_RETURN_NS = 150_000_000;

    private static final int RETURN_RTTS = 8;
    private static final int RETURN_SECTIONS = 3;

    /** Ceilings that differ by less than this share are the same. */
    private static final double SAME = 0.15;

    private static final int MAX_PATIENCE = 4;
    private static final long MAX_RETURN_NS = 1_000_000_000;
    private static final long NOT_YET = Long.MIN_VALUE;

    /** The rate rises while at least this share of it is used. */
    private static final double USED = 0.8;

    private static final double NANOS = 1e9;

    /** A section that was sent faster than this many times the floor says nothing about the floor. */
    private static final double NEAR = 1.25;

    private final long floor;
    private final boolean hasFloor;
    private SectionLog log;
    private double rate = FIRST;
    private boolean doubling = true;
    private double ceiling;
    private int patience = 1;
    private long sinceNs;
    private long decreasedNs = Long.MIN_VALUE;
    private long stepNs;
    private long stepAtNs;
    private long stepBeganNs;
    private long stepBytes;
    private int currentSection = -1;

    /** How long the last whole section took. */
    private long sectionNs;

    /** When the first section ended that ended in this step. */
    private long wholeSectionNs = NOT_YET;

    private long returnNs = MIN_RETURN_NS;

    /** @param floor bytes a second that every receiver has to keep up with, or 0 */
    public KeepUpRate(long floor) {
        hasFloor = floor > 0;
        this.floor = Math.max(floor, LOWEST);
        rate = Math.max(FIRST, this.floor);
        stepNs = MIN_STEP_NS;
    }

    /** Bytes of IP packets a second. */
    public long bytesPerSecond() {
        return (long) rate;
    }

    /**
     * A file's blocks begin to flow.
     *
     * @param rttNs a packet's way to the farthest receiver and back, without what a receiver that was busy added to it
     */
    public void onFile(int sections, long rttNs, long nowNs) {
        log = new SectionLog(sections);
        currentSection = -1;
        stepNs = Math.max(MIN_STEP_NS, STEP_RTTS * rttNs);
        returnNs = Math.max(MIN_RETURN_NS, RETURN_RTTS * rttNs);
        beginStep(nowNs);
    }

    /** A pass begins. */
    public void onPass(long nowNs) {
        log.forget();
        currentSection = -1;
        beginStep(nowNs);
    }

    private long returnNs() {
        return patience * Math.max(returnNs, Math.min(MAX_RETURN_NS, RETURN_SECTIONS * sectionNs));
    }

    /** A whole section has been sent at this rate, and receivers that lack some of it have had the time to say so. */
    private boolean isAnswered(long nowNs) {
        return wholeSectionNs != NOT_YET && nowNs - wholeSectionNs >= stepNs;
    }

    private void beginStep(long nowNs) {
        stepBeganNs = nowNs;
        stepAtNs = nowNs + stepNs;
        stepBytes = 0;
        wholeSectionNs = NOT_YET;
    }

    /** A block leaves. */
    public void onSent(int section, int packetBytes, long nowNs) {
        if (section != currentSection) {
            // Complete since the step began, or nearly: the first one of a step was sent in part before.
            if (currentSection >= 0 && log.blocks(currentSection) >= MIN_BLOCKS && wholeSectionNs == NOT_YET) {
                wholeSectionNs = nowNs;
            }
            sectionNs = currentSection < 0 ? 0 : nowNs - log.firstNs(currentSection);
            currentSection = section;
        }
        log.sent(section, packetBytes, nowNs);
        stepBytes += packetBytes;
    }

    /** When {@link #onTimeout} has something to do. */
    public long deadlineNs() {
        return stepAtNs;
    }

    /** Lets the rate rise when it is time. */
    public void onTimeout(long nowNs) {
        if (nowNs < stepAtNs) {
            return;
        }
        // At so low a rate a step is too few packets to tell how much of it is used.
        boolean isTooLittle = stepBytes < MIN_STEP_BYTES && nowNs - stepBeganNs < MAX_STEP_NS;
        if (isTooLittle || doubling && !isAnswered(nowNs)) {
            stepAtNs = nowNs + stepNs;
            return;
        }
        double used = stepBytes * NANOS / (nowNs - stepBeganNs);
        if (used < USED * rate) {
            // Something else is the limit: time stands still.
            sinceNs += nowNs - stepBeganNs;
        } else if (doubling) {
            rate = Math.min(HIGHEST, 2 * rate);
        } else {
            // Reports come at the ends of sections: the rate may not rise far before one can have come.
            double returns = (nowNs - sinceNs) / (double) returnNs() - 1;
            double risen = ceiling * (1 + (1 - DECREASE) * returns * returns * returns);
            rate = Math.min(HIGHEST, Math.max(rate, Math.min(risen, 2 * rate)));
        }
        beginStep(nowNs);
    }

    /**
     * A report on a section that was sent in this pass.
     *
     * @param of the receiver it is from
     * @return false when that receiver does not keep up with the floor
     */
    public boolean onReport(LossBaseline of, int section, int naks, long nowNs) {
        int sent = log.blocks(section);
        long sectionRate = log.rate(section);
        if (sent < MIN_BLOCKS || sectionRate == 0 || !of.isNews(section)) {
            return true;
        }
        double loss = Math.min(1.0, naks / (double) sent);
        boolean sinceDecrease = decreasedNs == Long.MIN_VALUE || log.firstNs(section) - decreasedNs >= 0;
        if (of.onReport(section, loss, sectionRate, sinceDecrease)) {
            // It was not the rate: from here on as in the beginning.
            doubling = true;
            return true;
        }
        double share = of.share();
        if (loss <= share * (1 + BASELINE_MARGIN) + TOLERANCE) {
            return true;
        }
        double taken = sectionRate * (1 - loss) / (1 - share);
        // A report on what left before the last decrease is of what that decrease was for, unless it says much more.
        // Where something else was the limit, as with scattered blocks, what was taken does not tell what can be.
        boolean isMeasure = sectionRate >= MEASURED * rate;
        if (taken < rate && (sinceDecrease && isMeasure || loss > MUCH_LOST)) {
            decrease(taken, loss, sectionRate, nowNs);
        }
        return !hasFloor || taken >= floor || sectionRate > NEAR * floor;
    }

    private void decrease(double taken, double loss, long sectionRate, long nowNs) {
        // A receiver that took nothing at all has not become infinitely slow.
        double lower = Math.max(DECREASE * taken, LEAST * rate);
        double lowest = loss > MUCH_LOST ? lower : Math.max(lower, GENTLE * Math.min(rate, sectionRate));
        rate = Math.max(floor, Math.min(rate, lowest));
        double newCeiling = Math.max(rate, sectionRate * (1 - loss / 2));
        // The same limit again: the next attempt can wait.
        patience = Math.abs(newCeiling - ceiling) < SAME * ceiling ? Math.min(MAX_PATIENCE, 2 * patience) : 1;
        ceiling = newCeiling;
        sinceNs = nowNs;
        doubling = false;
        decreasedNs = nowNs;
        beginStep(nowNs);
    }
}
