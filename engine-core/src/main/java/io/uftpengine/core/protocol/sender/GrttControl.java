package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.SessionEvent.GrttChanged;
import io.uftpengine.core.protocol.session.GrttEstimator;

/**
 * Keeps the GRTT in step with the participants' round-trip times, and tells when it changes.
 *
 * <p>In a large group it is also the time over which the receivers spread their reports of losses, ours; the reference's send
 * theirs all at once. So it is no shorter than it takes to have an answer from everybody, and no datagram of ten thousand has
 * to find its way in with all others in ten milliseconds.
 */
final class GrttControl {
    /** Least time for each receiver's answer: 100,000 a second. */
    static final long ANSWER_NS = 10_000;

    /** Shortest silence after which a receiver gives a session up (wire facts 8.4). */
    private static final long MIN_VANISH_NS = 1_000_000_000L;

    private final GrttEstimator estimator;
    private final Participants participants;
    private final Outbox outbox;
    private final int robust;
    /** Smallest GRTT advertised so far. */
    private long smallestNs;

    GrttControl(GrttEstimator estimator, Participants participants, Outbox outbox, int robust) {
        this.estimator = estimator;
        this.participants = participants;
        this.outbox = outbox;
        this.robust = robust;
        smallestNs = estimator.advertisedNs();
    }

    /** Takes the round-trip times measured so far into account (wire facts 8.1). */
    void adjust() {
        adjustNotBelow(0);
    }

    /** The same, but the GRTT does not fall below that. */
    void adjustNotBelow(long floorNs) {
        long maxRttNs = participants.maxRttNs();
        if (maxRttNs > 0 && estimator.adjust(Math.max(answersNs(maxRttNs), Math.min(floorNs, estimator.grttNs())))) {
            smallestNs = Math.min(smallestNs, estimator.advertisedNs());
            outbox.tell(new GrttChanged(estimator.grttNs()));
        }
    }

    /** A round-trip time that counts at once, if it is longer than the GRTT. */
    void raise(long rttNs) {
        if (estimator.raise(rttNs)) {
            outbox.tell(new GrttChanged(estimator.grttNs()));
        }
    }

    /** Takes into account round-trip times that are all fresh. */
    void settle() {
        if (estimator.settle(participants.maxRttNs())) {
            outbox.tell(new GrttChanged(estimator.grttNs()));
        }
        smallestNs = Math.min(smallestNs, estimator.advertisedNs());
    }

    /** The rate has changed: the time between two packets is part of what is advertised. */
    void setPacketInterval(long intervalNs) {
        estimator.setPacketInterval(intervalNs);
        smallestNs = Math.min(smallestNs, estimator.advertisedNs());
    }

    /** Time between two packets, as last set. */
    long packetIntervalNs() {
        return estimator.packetIntervalNs();
    }

    /** What {@link #timerNs()} would be if {@code maxRttNs} were the largest round-trip time; 0 = none measured. */
    long timerNsAfter(long maxRttNs) {
        return estimator.advertisedAfter(maxRttNs == 0 ? 0 : answersNs(maxRttNs));
    }

    private long answersNs(long maxRttNs) {
        return Math.max(maxRttNs, participants.size() * ANSWER_NS);
    }

    /** The GRTT in force. */
    long grttNs() {
        return estimator.grttNs();
    }

    /** The GRTT for the sender's timers, as advertised. */
    long timerNs() {
        return estimator.advertisedNs();
    }

    /** The GRTT as receivers decode it. */
    long receiversNs() {
        return estimator.receiversNs();
    }

    /** The GRTT as on the wire. */
    int code() {
        return estimator.code();
    }

    /**
     * Silence after which receivers vanish, max(1 s, robust * GRTT) (wire facts 8.4). The GRTT is the smallest so far: when it
     * rises, whoever loses the packets that say so still counts with the old one.
     */
    long vanishNs() {
        return Math.max(MIN_VANISH_NS, robust * smallestNs);
    }
}
