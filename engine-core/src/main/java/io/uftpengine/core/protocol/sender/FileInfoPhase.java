package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import io.uftpengine.core.protocol.session.RetryTimer;
import java.util.ArrayList;
import java.util.List;

/**
 * Offers a file until every receiver has answered or failed (protocol 3.2; wire facts 8.2). Answers are FILEINFO_ACK, or
 * COMPLETE when there is nothing to receive.
 *
 * <p>Those that have answered wait with their idle timer running; every so often a FILEINFO therefore lists them too, and
 * they just answer again (wire facts 8.4).
 */
final class FileInfoPhase implements SenderPhase {
    /** GRTTs in which everybody answers who has not lost the question, or whose answer is not lost. */
    private static final long AHEAD_QUARTERS = 5;

    private static final long QUARTERS = 4;

    /** So many receivers may answer two questions at a time. */
    private static final int SMALL_GROUP = 30;

    private final FileTransfer transfer;
    private final Participants participants;
    private final GrttControl grtt;
    private final RetryTimer timer;
    private long listedAllNs;
    private long aheadUntilNs;

    FileInfoPhase(FileTransfer transfer, Participants participants, GrttControl grtt, int robust, long nowNs) {
        this.transfer = transfer;
        this.participants = participants;
        this.grtt = grtt;
        timer = RetryTimer.patient(robust);
        listedAllNs = nowNs;
        attempt(nowNs);
    }

    /**
     * The blocks follow at once. Whoever loses the FILEINFO loses them too: where a round trip's worth of them is more than it is, and the receivers
     * are few, it leaves twice.
     */
    void goAhead(long nowNs) {
        aheadUntilNs = nowNs + grtt.timerNs() * AHEAD_QUARTERS / QUARTERS;
        if (transfer.file().layout().blocks() > SenderSession.MAX_AHEAD_BLOCKS && transfer.offered() <= SMALL_GROUP) {
            offer(nowNs);
        }
    }

    /** Somebody should have answered by now, and must not lose any more blocks. */
    boolean isLate(long nowNs) {
        return nowNs >= aheadUntilNs && !isOver();
    }

    private void attempt(long nowNs) {
        timer.attempt(grtt.timerNs(), nowNs);
        if (nowNs - listedAllNs >= grtt.vanishNs() / SenderSession.KEEP_ALIVES_PER_VANISH) {
            keepAlive(nowNs);
        } else {
            offer(nowNs);
        }
    }

    /** To those that have not answered. */
    private void offer(long nowNs) {
        transfer.sendFileInfo(participant -> participant.step == FileStep.OFFERED, nowNs);
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        if (message instanceof FileInfoAck ack) {
            transfer.onFileInfoAck(from, ack, nowNs);
        } else if (message instanceof Complete complete) {
            transfer.onComplete(from, complete, nowNs);
        }
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        transfer.onFailed(participant, nowNs);
    }

    @Override
    public void onTimeout(long nowNs) {
        if (isOver() || !timer.isDue(nowNs)) {
            return;
        }
        if (timer.isExhausted()) {
            loseTheSilent(nowNs);
        } else {
            attempt(nowNs);
        }
    }

    private void loseTheSilent(long nowNs) {
        List<Participant> silent = new ArrayList<>();
        for (Participant participant : participants.all()) {
            if (participant.step == FileStep.OFFERED) {
                silent.add(participant);
            }
        }
        for (Participant participant : silent) {
            participants.change(participant, ReceiverState.LOST, "did not answer the FILEINFO", nowNs);
            transfer.onFailed(participant, nowNs);
        }
    }

    @Override
    public void keepAlive(long nowNs) {
        listedAllNs = nowNs;
        transfer.sendFileInfo(participant -> participant.step != FileStep.FINISHED, nowNs);
    }

    @Override
    public long deadlineNs() {
        return timer.deadlineNs();
    }

    @Override
    public boolean isOver() {
        return transfer.offered() == 0;
    }

    @Override
    public String waitingFor() {
        return transfer.offered() + " FILEINFO_ACK";
    }
}
