package io.uftpengine.core.protocol.cc;

/**
 * Finds the rate at which the slowest receiver still keeps up, from what the receivers report as missing ({@code -R -1}).
 *
 * <p>Receivers report on a section when it ends, and only when they lack some of it. So the rate goes in rounds: a whole section leaves
 * at it, and then time passes for a report to come. Without one the rate rises. Until something is lost for the first time it doubles, and
 * the time to report on a round passes while the next one goes on.
 * A report says what share of the section was lost, and the section's rate is known, so it tells the rate at which that receiver took the
 * blocks, the <em>ceiling</em>: the rate falls below it, though not far at once if much arrived. It comes back to just below the ceiling,
 * doubling at most in a round, rests there if need be, and then probes past it.
 *
 * <p>What a probe that fails costs is what is too much until the report comes; its buffer hides a receiver's limit until that is
 * full. So past a ceiling where probing failed before, the rate stays at a little more than it, until what it has sent in excess would have
 * filled any buffer; only then the ceiling is taken for gone, and the steps double. The rest between two probes grows fourfold with each that
 * failed at the same ceiling, and with the rate just below the ceiling the buffer runs empty meanwhile.
 *
 * <p>A receiver that stands still for a moment loses as much as one that has become slow. Where the ceiling is known from failed probes, the rate
 * goes back to it once; if blocks are lost again on the way, it is no longer the ceiling.
 *
 * <p>The rate only rises while it is made use of. Loss that does not get less when less is sent is not of the receivers' making, and does not
 * count: {@link LossBaseline}.
 *
 * <p>Single writer: the sender's event loop.
 */
public final class KeepUpRate {
    /** Two gigabits a second, to begin with: half of it is lost where there is one, for the time of a section. */
    static final long FIRST = 250_000_000;

    /** Lowest, unless the floor is higher. */
    static final long LOWEST = 125_000;

    static final long HIGHEST = 20_000_000_000L;

    /** Least time for reports on a section to come, from its end on. */
    static final long MIN_ANSWER_NS = 20_000_000;

    /** The same in round-trip times. */
    private static final int ANSWER_RTTS = 2;

    /** Share of blocks that may be lost beyond the baseline without meaning anything: a tenth of what is promised once it has settled. */
    private static final double TOLERANCE = 0.0005;

    private static final double BASELINE_MARGIN = 0.25;

    /** Fewer blocks in a section tell nothing. */
    private static final int MIN_BLOCKS = 64;

    /** The rate rises while at least this share of it is used. */
    private static final double USED = 0.8;

    /** A section that was sent at less than this share of the rate it should have left at does not tell what the rate does. */
    private static final double MEASURED = 0.4;

    private static final double DECREASE = 0.95;

    /** A receiver may have stood still for a moment: with less lost than this, the rate falls no further at once than to that share. */
    private static final double MUCH_LOST = 0.6;

    private static final double GENTLE = 0.7;

    /** A receiver that took nothing at all has not become infinitely slow. */
    private static final double LEAST = 0.25;

    /** The share of the ceiling to which the rate comes back by itself. */
    private static final double NEAR_CEILING = 0.95;

    /** First step past a ceiling that nobody has tried since, by the share of the rate; and the largest. */
    private static final double FIRST_STEP = 0.06;

    private static final double LARGEST_STEP = 0.24;

    /** How far past a ceiling where probing failed before the rate goes at first, by the share of the ceiling. */
    private static final double CAREFUL_STEP = 0.02;

    /** What a receiver's buffer holds, in bytes, as far as is known; twice that after each probe that says it is more. */
    private static final double ROOM = 4e6;

    private static final double MAX_ROOM = 64e6;

    /** Ceilings that differ by less than this share are the same. */
    private static final double SAME = 0.15;

    /** Rest after the first probe that failed at a ceiling known before; four times that after each further one. */
    private static final long MIN_REST_NS = 250_000_000;

    private static final long MAX_REST_NS = 8_000_000_000L;
    private static final int MAX_STRIKES = 4;

    /** A section that was sent faster than this many times the floor says nothing about the floor. */
    private static final double NEAR_FLOOR = 1.25;

    private final long floor;
    private final boolean hasFloor;
    private final RateRound round = new RateRound();
    private double rate;

    /** What a receiver took when it lost blocks the last time; 0 before. */
    private double ceiling;

    private double step = FIRST_STEP;

    /** Bytes that this probe has sent in excess of the ceiling. */
    private double excess;

    /** Excess up to which it goes carefully. */
    private double room = ROOM;

    private boolean isCareful;

    /** The rate fell far below the ceiling and is on its way back to it. */
    private boolean isReturning;

    /** Times in a row that probing ended at the same ceiling. */
    private int strikes;

    /** Of the current file. */
    private int passes;

    private boolean isProbing;
    private boolean hasDecreased;

    private long decreasedNs;
    private int decreasedFor = -1;
    private long restUntilNs;

    /** @param floor bytes a second that every receiver has to keep up with, or 0 */
    public KeepUpRate(long floor) {
        hasFloor = floor > 0;
        this.floor = Math.max(floor, LOWEST);
        rate = Math.max(FIRST, this.floor);
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
        round.onFile(sections, Math.max(MIN_ANSWER_NS, ANSWER_RTTS * rttNs), nowNs);
        passes = 0;
        decreasedFor = -1;
    }

    /** A pass begins. */
    public void onPass(long nowNs) {
        round.onPass(nowNs);
        passes++;
        decreasedFor = -1;
    }

    /** A block leaves. */
    public void onSent(int section, int packetBytes, long nowNs) {
        round.onSent(section, packetBytes, rate, nowNs);
    }

    /** The receiver that the rate was for is given up: what it took says nothing about the others. */
    public void onSlowestGone(long nowNs) {
        forgetCeiling();
        // The others kept up with that.
        set(2 * rate);
        round.forgetDelays();
        round.begin(nowNs);
    }

    /** From here on as in the beginning. */
    private void forgetCeiling() {
        findCeiling(0);
    }

    /** It is news. */
    private void findCeiling(double bytesPerSecond) {
        ceiling = bytesPerSecond;
        strikes = 0;
        room = ROOM;
    }

    /** When {@link #onTimeout} has something to do. */
    public long deadlineNs() {
        return round.deadlineNs();
    }

    /** Lets the rate rise when it is time. */
    public void onTimeout(long nowNs) {
        if (nowNs < round.deadlineNs() || !(ceiling == 0 ? round.isPreviousAnswered(nowNs) : round.isAnswered(nowNs))) {
            return;
        }
        if (round.used(nowNs) >= USED * rate) {
            rise(nowNs);
        }
        round.onClean();
        round.begin(nowNs);
    }

    private void rise(long nowNs) {
        if (ceiling == 0) {
            set(2 * rate);
        } else if (rate < NEAR_CEILING * ceiling) {
            set(Math.min(2 * rate, NEAR_CEILING * ceiling));
        } else if (strikes == 0 || nowNs - restUntilNs >= 0) {
            probe();
        }
    }

    private void probe() {
        excess = isProbing ? excess + Math.max(0, round.bytes() * (1 - ceiling / rate)) : 0;
        isProbing = true;
        isReturning = false;
        isCareful = strikes > 0 && excess < room;
        if (isCareful) {
            set(Math.max(rate, (1 + CAREFUL_STEP) * ceiling));
        } else {
            set(rate * (1 + step));
            step = Math.min(LARGEST_STEP, 2 * step);
        }
    }

    private void set(double bytesPerSecond) {
        rate = Math.max(floor, Math.min(HIGHEST, bytesPerSecond));
    }

    /**
     * A report on a section that was sent in this pass.
     *
     * @param of the receiver it is from
     * @return false when that receiver does not keep up with the floor
     */
    public boolean onReport(LossBaseline of, int section, int naks, long nowNs) {
        SectionLog log = round.log();
        int sent = log.blocks(section);
        long sectionRate = log.rate(section);
        if (sent < MIN_BLOCKS || sectionRate == 0) {
            return true;
        }
        long delayNs = nowNs - log.lastNs(section);
        if (passes > 1 && of.isTooSoon(delayNs) || !of.isNews(section, naks, delayNs)) {
            return true;
        }
        double loss = Math.min(1.0, naks / (double) sent);
        boolean sinceDecrease = !hasDecreased || log.firstNs(section) - decreasedNs >= 0;
        if (of.onReport(section, loss, sectionRate, sinceDecrease)) {
            // It was not the rate.
            forgetCeiling();
            return true;
        }
        double share = of.share();
        if (loss <= share * (1 + BASELINE_MARGIN) + TOLERANCE) {
            return true;
        }
        int first = log.firstOfMeasure(section);
        long measured = log.rate(first, section);
        double lost = Math.min(1.0, of.missing(first, section) / (double) log.blocks(first, section));
        if (sectionRate * (1 - loss) > measured * (1 - lost)) {
            // Some of the longer time went by at lower rates.
            measured = sectionRate;
            lost = loss;
        }
        double taken = measured * (1 - lost) / (1 - share);
        // A receiver that is behind reports late, and on much that left before the rate fell. That does not count
        // again, unless it says more.
        // Where something else was the limit, as with scattered blocks, what was taken does not tell what can be.
        if (sinceDecrease || section == decreasedFor) {
            if (taken < rate && measured >= MEASURED * log.target(section)) {
                decrease(taken, lost, measured, nowNs);
                decreasedFor = section;
            }
        } else if (lost > MUCH_LOST && taken > 0 && DECREASE * taken < rate && !isReturning) {
            // It may have stood still all the time: half of the way is tried soon.
            stumble(DECREASE * taken, (ceiling + taken) / 2);
            round.begin(nowNs);
        }
        round.onReportDelay(delayNs);
        return !hasFloor || taken >= floor || sectionRate > NEAR_FLOOR * floor;
    }

    private void decrease(double taken, double loss, long sentRate, long nowNs) {
        double lower = taken > 0 ? DECREASE * taken : LEAST * sentRate;
        double lowest = loss > MUCH_LOST ? lower : Math.max(lower, GENTLE * Math.min(rate, sentRate));
        // It may have stood still for a part of the section only.
        double newCeiling = Math.max(Math.min(rate, lowest), (sentRate + taken) / 2);
        if (isProbing && isSame(newCeiling)) {
            set(Math.min(rate, lowest));
            failProbe(newCeiling, taken, nowNs);
        } else {
            stumble(lowest, newCeiling);
        }
        step = FIRST_STEP;
        isProbing = false;
        hasDecreased = true;
        decreasedNs = nowNs;
        round.begin(nowNs);
    }

    /** At the ceiling that was known. What was taken may be too much, for a buffer took some of it. */
    private void failProbe(double newCeiling, double taken, long nowNs) {
        if (strikes > 0 && !isCareful) {
            room = Math.min(MAX_ROOM, 2 * room);
        }
        ceiling = isCareful ? Math.min(ceiling, taken) : newCeiling;
        set(Math.min(rate, NEAR_CEILING * ceiling));
        restUntilNs = nowNs + Math.min(MAX_REST_NS, MIN_REST_NS << 2 * strikes);
        strikes = Math.min(MAX_STRIKES, strikes + 1);
    }

    /** Something else than the known ceiling. */
    private void stumble(double lower, double newCeiling) {
        if (strikes > 0 && !isReturning && newCeiling < ceiling) {
            isReturning = true;
            set(Math.min(rate, Math.max(lower, ceiling / 2)));
        } else {
            set(Math.min(rate, lower));
            if (strikes > 0 && isSame(newCeiling)) {
                ceiling = Math.max(rate, newCeiling);
            } else {
                findCeiling(Math.max(rate, newCeiling));
            }
        }
    }

    private boolean isSame(double newCeiling) {
        return Math.abs(newCeiling - ceiling) < SAME * ceiling;
    }
}
