package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.field.QuantizedRate;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import io.uftpengine.core.protocol.session.RttSample;

/**
 * TCP-friendly multicast congestion control at the sender (RFC 4654; wire facts 9.1). Every GRTT it sends a CONG_CTRL, which the current limiting
 * receiver (CLR) answers with the rate that the loss it sees allows; others answer when theirs is lower. Six of them are a feedback round, with a
 * number and a rate above which nobody needs to answer.
 *
 * <p>Deliberate deviations from the reference:
 *
 * <ul>
 *   <li>Round numbers go on over the whole session; the reference starts them anew with each file, and receivers then take the rounds for old.
 *   <li>So does the rate, unless the pause was long: it begins with a few packets a GRTT only once.
 *   <li>A receiver that has seen no loss reports twice of what came in. After a pause of ours that is little, for no fault of the network: then
 *       such a report does not lower the rate.
 *   <li>The rate is not raised while it is not used, and not for a receiver that sends more answers than there were questions: {@link TfmccRate}.
 *   <li>The GRTT falls at once when it is known that all round-trip times have: when every receiver has just been measured.
 *   <li>A round-trip time counts when it has lasted for two CONG_CTRLs: what one pause of a receiver's program makes of it would slow the
 *       whole session for half a minute.
 *   <li>The CLR's silence is measured in GRTTs but is at least {@link #MIN_SILENCE_NS}; the reference halves its rate hundred times a second for a
 *       receiver whose disk is busy.
 * </ul>
 */
final class Tfmcc implements CongestionControl {
    /** CONG_CTRLs of a feedback round. */
    static final int ROUND_GRTTS = 6;
    /** GRTTs of silence of the CLR, at least {@link #MIN_SILENCE_NS}, after which the rate is halved, and halved again. */
    static final int SILENCE_GRTTS = 4;

    static final long MIN_SILENCE_NS = 200_000_000;
    /** Least silence after which the CLR is not the CLR any more; otherwise robust * GRTT. */
    static final long MIN_DROP_NS = 1_000_000_000;
    /** Least silence of everybody after which they are given up; otherwise 2 * robust * GRTT. */
    static final long MIN_DEAF_NS = 30_000_000_000L;
    /** A pause between two files after which nothing is known of the network any more. */
    static final long FORGET_NS = 5_000_000_000L;
    /** Receivers work the rate of what comes in out over so many GRTTs. */
    private static final int RECEIVE_WINDOW_GRTTS = 4;

    private static final double SUPPRESSION = 0.9;
    private static final int ROUND_MASK = 0xFFFF;

    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final int robust;
    private final TfmccRate rate;
    private final SendMeter meter = new SendMeter();
    private final CongCtrlItems items;

    private boolean isActive;
    private boolean hasStarted;
    private long endedNs;
    private int round;
    private long roundEndNs;
    /** Receivers that were heard in this round. */
    private int reporters;

    private double suppressionRate = QuantizedRate.UNLIMITED;
    private long nextNs;
    private long stamp;

    /** The current limiting receiver, or null. */
    private Participant clr;

    private long clrHeardNs;
    private long halvedNs;
    /** When any receiver of the file was heard. */
    private long heardNs;

    private long lastNowNs;

    Tfmcc(SenderParameters parameters, Outbox outbox, Participants participants, GrttControl grtt) {
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        robust = parameters.robust();
        rate = new TfmccRate(parameters.packetSize().ofBlock(parameters.blockSize()), parameters.tfmcc());
        items = new CongCtrlItems(participants, parameters.blockSize() / CongCtrl.Item.LENGTH);
    }

    @Override
    public void onFileStarted(int sections, long nowNs) {
        isActive = true;
        lastNowNs = nowNs;
        heardNs = nowNs;
        meter.start(nowNs);
        for (Participant participant : participants.all()) {
            participant.isCcSilent = false;
        }
        // All have just answered the FILEINFO. What the first answer of a cold program took would slow the session down
        // for long.
        grtt.settle();
        if (!hasStarted || nowNs - endedNs >= FORGET_NS) {
            hasStarted = true;
            rate.start(grtt.grttNs());
        }
        choose(nowNs);
        startRound(nowNs);
        sendCongCtrl(nowNs);
    }

    @Override
    public void onFileEnded(long nowNs) {
        if (isActive) {
            isActive = false;
            endedNs = nowNs;
            clr = null;
        }
    }

    @Override
    public void onBlockSent(int section, int packetBytes, long nowNs) {
        meter.onBlock(packetBytes, rate.intervalNs(), grtt.grttNs(), nowNs);
    }

    @Override
    public void onFeedback(Participant from, TfmccAck feedback, long nowNs) {
        if (!isActive || from.step != FileStep.RECEIVING) {
            return;
        }
        lastNowNs = nowNs;
        heardNs = nowNs;
        from.isCcSilent = false;
        if (from.ccRound != round) {
            from.ccRound = round;
            reporters++;
        }
        measure(from, feedback, nowNs);
        boolean isLossFree = (feedback.flags() & TfmccAck.FLAG_START) != 0;
        if (!isLossFree) {
            rate.leaveSlowStart();
        }
        double reported = reported(from, feedback);
        from.ccRate = reported;
        boolean isLower = reported < rate.bytesPerSecond();
        // What came in says something about the network only if something was sent all the time.
        boolean counts = !isLossFree
                || meter.hasFlowedFor(
                        RECEIVE_WINDOW_GRTTS * grtt.receiversNs() + from.rttNs(),
                        rate.intervalNs(),
                        grtt.grttNs(),
                        nowNs);
        if (from == clr || clr == null || isLower && counts) {
            if (from != clr) {
                clr = from;
                rate.lower(counts ? reported : Double.MAX_VALUE, grtt.grttNs());
            } else if (!isLower || counts) {
                rate.follow(reported, roundTripOf(from), meter.isUsed(rate.bytesPerSecond()), grtt.grttNs());
            }
            clrHeardNs = nowNs;
        }
        if (counts) {
            suppressionRate = Math.min(suppressionRate, SUPPRESSION * reported);
        }
        apply(nowNs);
    }

    private void measure(Participant from, TfmccAck feedback, long nowNs) {
        long sampleNs = RttSample.of(feedback.echoedMicros(), outbox.epochMicros(nowNs));
        if (sampleNs == RttSample.IMPLAUSIBLE) {
            return;
        }
        grtt.raise(from.addLastingRtt(sampleNs, grtt.timerNs() / 2, nowNs));
        items.add(from);
    }

    private long roundTripOf(Participant participant) {
        return participant.rttNs() > 0 ? participant.rttNs() : grtt.grttNs();
    }

    private double reported(Participant from, TfmccAck feedback) {
        long code = QuantizedRate.decode(feedback.rateCode());
        boolean hasNoRtt = (feedback.flags() & (TfmccAck.FLAG_START | TfmccAck.FLAG_RTT)) == 0;
        // It has taken the GRTT for its own round-trip time.
        return hasNoRtt && from.rttNs() > 0 ? (double) code * grtt.receiversNs() / from.rttNs() : code;
    }

    @Override
    public void onGone(Participant from, long nowNs) {
        if (isActive && from == clr) {
            choose(lastNowNs);
        }
    }

    /** The receiver with the lowest rate known, or if none is, the farthest. */
    private void choose(long nowNs) {
        clr = null;
        for (Participant participant : participants.all()) {
            if (participant.step == FileStep.RECEIVING && !participant.isCcSilent && limitsMore(participant)) {
                clr = participant;
            }
        }
        clrHeardNs = nowNs;
        halvedNs = nowNs;
    }

    private boolean limitsMore(Participant participant) {
        if (clr == null) {
            return true;
        }
        if (participant.ccRate > 0 && clr.ccRate > 0) {
            return participant.ccRate < clr.ccRate;
        }
        return participant.ccRate > 0 || clr.ccRate == 0 && participant.rttNs() > clr.rttNs();
    }

    @Override
    public void onTimeout(long nowNs) {
        lastNowNs = nowNs;
        if (!isActive || nowNs < nextNs) {
            return;
        }
        meter.tick(nowNs);
        checkClr(nowNs);
        if (nowNs >= roundEndNs) {
            startRound(nowNs);
        }
        sendCongCtrl(nowNs);
    }

    private void checkClr(long nowNs) {
        long silenceNs = nowNs - clrHeardNs;
        long limitNs = Math.max(MIN_SILENCE_NS, SILENCE_GRTTS * grtt.timerNs());
        if (silenceNs >= limitNs && nowNs - halvedNs >= limitNs) {
            halvedNs = nowNs;
            rate.halve(grtt.grttNs());
        }
        if (clr != null && silenceNs >= Math.max(MIN_DROP_NS, robust * grtt.timerNs())) {
            clr.isCcSilent = true;
            clr.ccRate = 0;
            choose(nowNs);
        }
    }

    private void startRound(long nowNs) {
        if (reporters > 0 && reporters >= receiving()) {
            grtt.settle();
        } else {
            grtt.adjust();
        }
        reporters = 0;
        grtt.setPacketInterval(rate.intervalNs());
        round = round + 1 & ROUND_MASK;
        suppressionRate = QuantizedRate.UNLIMITED;
        roundEndNs = nowNs + ROUND_GRTTS * grtt.timerNs();
    }

    private int receiving() {
        int receiving = 0;
        for (Participant participant : participants.all()) {
            receiving += participant.step == FileStep.RECEIVING ? 1 : 0;
        }
        return receiving;
    }

    private void sendCongCtrl(long nowNs) {
        rate.onCongCtrl();
        apply(nowNs);
        outbox.send(
                new CongCtrl(
                        round,
                        QuantizedRate.encode((long) suppressionRate),
                        outbox.epochMicros(nowNs),
                        items.next(clr, rate.isSlowStart())),
                Outbox.TO_PRIVATE,
                nowNs);
        nextNs = nowNs + grtt.timerNs();
    }

    private void apply(long nowNs) {
        outbox.setRate(rate.bytesPerSecond(), nowNs);
        // Within a round it only grows: receivers would see their timers change all the time.
        if (rate.intervalNs() > grtt.packetIntervalNs()) {
            grtt.setPacketInterval(rate.intervalNs());
        }
        stamp = TfmccStamp.of(
                QuantizedRate.encode(rate.bytesPerSecond()), round, QuantizedRate.encode((long) suppressionRate));
    }

    @Override
    public long deadlineNs() {
        return isActive ? nextNs : ProtocolMachine.NO_DEADLINE;
    }

    @Override
    public long stamp() {
        return stamp;
    }

    @Override
    public boolean isDeaf(long nowNs) {
        return isActive && nowNs - heardNs >= Math.max(MIN_DEAF_NS, 2 * robust * grtt.timerNs());
    }
}
