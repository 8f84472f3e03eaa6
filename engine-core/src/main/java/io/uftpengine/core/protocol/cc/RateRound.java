package io.uftpengine.core.protocol.cc;

/**
 * The time for which a rate is tried: until a section that mostly left at it is complete, and receivers that lack some of it have had the
 * time to say so. Single writer: the sender's event loop.
 */
final class RateRound {
    /** What has to be sent for a round to count. */
    private static final long MIN_BYTES = 40_000;

    private static final double NANOS_PER_SECOND = 1e9;

    /** How often a round that has not been answered yet is looked at. */
    private static final long LOOK_NS = 5_000_000;

    /** Sections may take for ever at a low rate: then it is tried for that long, and what a report says later is heeded later. */
    private static final long MAX_NS = 400_000_000;

    /** Before anything is known about the receivers. */
    private static final long FIRST_ANSWER_NS = 50_000_000;

    private static final long MAX_ANSWER_NS = 1_000_000_000;

    /** Share of the time to answer that is left after a round in which nothing was lost. */
    private static final double DECAY = 0.8;

    private SectionLog log;
    private long leastAnswerNs;
    private long answerNs = FIRST_ANSWER_NS;
    private long beganNs;
    private long bytes;
    private int section = -1;
    private boolean isWhole;
    private long wholeNs;
    private long deadlineNs;

    /** @param answerNs from the end of a section until reports on it have come */
    void onFile(int sections, long answerNs, long nowNs) {
        log = new SectionLog(sections);
        leastAnswerNs = answerNs;
        this.answerNs = Math.max(answerNs, this.answerNs);
        section = -1;
        begin(nowNs);
    }

    void onPass(long nowNs) {
        log.forget();
        section = -1;
        begin(nowNs);
    }

    /** The rate has changed, or is tried once more. */
    void begin(long nowNs) {
        beganNs = nowNs;
        bytes = 0;
        isWhole = false;
        deadlineNs = nowNs + answerNs;
    }

    /** @param target bytes a second at which it should leave */
    void onSent(int inSection, int packetBytes, double target, long nowNs) {
        if (inSection != section) {
            if (section >= 0 && !isWhole && bytes >= MIN_BYTES && isMostlyOfThisRound()) {
                isWhole = true;
                wholeNs = log.lastNs(section);
            }
            section = inSection;
        }
        log.sent(inSection, packetBytes, target, nowNs);
        bytes += packetBytes;
    }

    private boolean isMostlyOfThisRound() {
        long firstNs = log.firstNs(section);
        long lastNs = log.lastNs(section);
        return 2 * (lastNs - beganNs) >= lastNs - firstNs;
    }

    long bytes() {
        return bytes;
    }

    /** When {@link #isAnswered} may have become true. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** If not, {@link #deadlineNs} is put off. */
    boolean isAnswered(long nowNs) {
        if (isWhole && nowNs - wholeNs >= answerNs
                || nowNs - beganNs >= Math.max(MAX_NS, 2 * answerNs) && bytes >= MIN_BYTES) {
            return true;
        }
        deadlineNs = isWhole ? wholeNs + answerNs : nowNs + LOOK_NS;
        return false;
    }

    /**
     * The same for the round before: reports on it have come by now, and this one has a whole section, too. If not,
     * {@link #deadlineNs} is put off.
     */
    boolean isPreviousAnswered(long nowNs) {
        if (isWhole && nowNs - beganNs >= answerNs) {
            return true;
        }
        return isAnswered(nowNs);
    }

    /** A report came so late after the end of its section: what is not heard of until then may still be lost. */
    void onReportDelay(long ns) {
        answerNs = Math.max(answerNs, Math.min(MAX_ANSWER_NS, ns));
    }

    /** Whoever reported late is gone. */
    void forgetDelays() {
        answerNs = Math.max(leastAnswerNs, FIRST_ANSWER_NS);
    }

    /** Nothing was lost: those who were behind have caught up. */
    void onClean() {
        answerNs = Math.max(leastAnswerNs, (long) (DECAY * answerNs));
    }

    /** Bytes a second that left in this round. */
    double used(long nowNs) {
        return bytes * NANOS_PER_SECOND / Math.max(1, nowNs - beganNs);
    }

    /** What was sent in this pass. */
    SectionLog log() {
        return log;
    }
}
