package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.protocol.cc.KeepUpRate;
import io.uftpengine.core.protocol.cc.LossBaseline;

/**
 * Sends as fast as the slowest receiver keeps up with, see {@link KeepUpRate}. A receiver that doesn't with the floor, in some
 * sections in a row, is given up.
 */
final class AutoRate implements CongestionControl {
    /** Sections in a row of which each report says that the floor was too fast. */
    private static final int PATIENCE = 3;

    private final KeepUpRate rate;
    private final Outbox outbox;
    private final Participants participants;

    /** @param floorBytesPerSecond see {@link SenderParameters} */
    AutoRate(long floorBytesPerSecond, Outbox outbox, Participants participants) {
        rate = new KeepUpRate(floorBytesPerSecond);
        this.outbox = outbox;
        this.participants = participants;
    }

    @Override
    public void onFileStarted(int sections, long nowNs) {
        rate.onFile(sections, participants.longestPathNs(), nowNs);
        outbox.setRate(rate.bytesPerSecond(), nowNs);
    }

    @Override
    public void onPassStarted(long nowNs) {
        rate.onPass(nowNs);
        for (Participant participant : participants.all()) {
            if (participant.baseline != null) {
                participant.baseline.onPass();
            }
        }
    }

    @Override
    public void onBlockSent(int section, int packetBytes, long nowNs) {
        rate.onSent(section, packetBytes, nowNs);
    }

    @Override
    public void onStatus(Participant from, int section, int naks, int blocks, long nowNs) {
        if (from.baseline == null) {
            from.baseline = new LossBaseline();
        }
        boolean keepsUp = rate.onReport(from.baseline, section, naks, nowNs);
        boolean inARow = section == from.tooSlowIn + 1;
        from.tooSlow = keepsUp ? 0 : inARow ? from.tooSlow + 1 : 1;
        from.tooSlowIn = section;
        outbox.setRate(rate.bytesPerSecond(), nowNs);
    }

    @Override
    public boolean isTooSlow(Participant participant) {
        return participant.tooSlow >= PATIENCE;
    }

    @Override
    public void onGone(Participant participant, long nowNs) {
        if (isTooSlow(participant)) {
            rate.onSlowestGone(nowNs);
            outbox.setRate(rate.bytesPerSecond(), nowNs);
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        rate.onTimeout(nowNs);
        outbox.setRate(rate.bytesPerSecond(), nowNs);
    }

    @Override
    public long deadlineNs() {
        return rate.deadlineNs();
    }
}
