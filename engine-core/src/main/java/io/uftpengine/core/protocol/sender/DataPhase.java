package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.PassStarted;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.sender.Participant.FileStep;
import io.uftpengine.core.protocol.transfer.NakAggregate;
import io.uftpengine.core.protocol.transfer.PassCursor;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;

/**
 * Sends a file's blocks in passes until every receiver has it (protocol 3.3; wire facts 8.2).
 *
 * <p>A pass sends the wanted blocks in ascending order. NAKs that arrive meanwhile for sections behind the pass wait for
 * the next one: interleaving them would gain little and makes the reference receivers report more than they should (wire
 * facts 12.2). At the end of a pass {@link DoneRounds} asks all incomplete receivers for reports, and the next pass
 * begins when they have come.
 *
 * <p>Whose NAK a block is sent for is not kept: that would be a bitmap for each of 100,000 receivers. When a receiver fails
 * whose NAKs may be most of what is to be sent, all of that is forgotten, and the others are asked anew.
 */
final class DataPhase implements SenderPhase {
    private final SenderParameters parameters;
    private final FileTransfer transfer;
    /** Goes on beside the first pass until everybody has answered; null after that pass. */
    private FileInfoPhase offering;

    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final Totals totals;
    private final CongestionControl congestion;
    private final SectionLayout layout;
    private final NakAggregate naks;
    private final PassCursor cursor;
    private final ReadAhead readAhead;
    private final DoneRounds rounds;
    private boolean sending;
    private int pass;
    /** Blocks that it was to send. */
    private long passBlocks;
    /** It ends early, and the next one takes its place. */
    private boolean isCut;

    private long fileBytesSent;
    private final long beganNs;

    DataPhase(
            SenderParameters parameters,
            FileTransfer transfer,
            FileInfoPhase offering,
            Outbox outbox,
            Participants participants,
            GrttControl grtt,
            Totals totals,
            CongestionControl congestion,
            long nowNs) {
        this.parameters = parameters;
        this.transfer = transfer;
        this.offering = offering;
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        this.totals = totals;
        this.congestion = congestion;
        beganNs = nowNs;
        OutgoingFile file = transfer.file();
        layout = file.layout();
        naks = new NakAggregate(layout);
        cursor = new PassCursor(layout);
        readAhead = new ReadAhead(outbox, file.fileId(), layout, naks.wanted(), readAheadRate());
        rounds = new DoneRounds(transfer, outbox, participants, grtt, cursor, parameters.robust());
        outbox.restartPacer(nowNs);
        congestion.onFileStarted(layout.sections(), nowNs);
        if (layout.blocks() == 0) {
            pass = 1;
            rounds.begin(false, nowNs);
        } else {
            startPass(nowNs);
        }
    }

    /** What is read ahead is worth a time; with a rate that changes, it may be as much as for the highest. */
    private long readAheadRate() {
        return parameters.isTfmcc() ? SenderParameters.UNLIMITED_RATE : parameters.rateBytesPerSecond();
    }

    private void startPass(long nowNs) {
        if (!isCut && pass >= parameters.maxPasses()) {
            abortTheUnfinished(nowNs);
            return;
        }
        pass += isCut ? 0 : 1;
        isCut = false;
        passBlocks = naks.wanted().cardinality();
        for (Participant participant : participants.all()) {
            participant.served = participant.waiting;
            participant.waiting = 0;
        }
        sending = true;
        cursor.start();
        outbox.restartPacer(nowNs);
        congestion.onPassStarted(nowNs);
        outbox.tell(new PassStarted(transfer.file().fileId(), pass, passBlocks));
        readAhead.start(nowNs);
    }

    private void loseTheSilent(long nowNs) {
        for (Participant participant : participants.unfinished()) {
            participants.change(participant, ReceiverState.LOST, "no congestion feedback", nowNs);
            onFailed(participant, nowNs);
        }
    }

    private void abortTheUnfinished(long nowNs) {
        String reason = "file not complete after " + pass + " passes";
        participants.unfinished().forEach(participant -> abort(participant, reason, nowNs));
    }

    private void abort(Participant participant, String reason, long nowNs) {
        outbox.send(new Abort(0, participant.id(), reason), Outbox.TO_PRIVATE, nowNs);
        participants.change(participant, ReceiverState.ABORTED, reason, nowNs);
        onFailed(participant, nowNs);
    }

    @Override
    public void onMessage(Participant from, Message message, long nowNs) {
        if (message instanceof Status status) {
            onFeedback(from, status.extensions(), nowNs);
            onStatus(from, status, nowNs);
        } else if (message instanceof CcAck ack) {
            onFeedback(from, ack.extensions(), nowNs);
        } else if (message instanceof Complete complete) {
            if (transfer.onComplete(from, complete, nowNs)) {
                rounds.onGone(from);
            }
        } else if (message instanceof FileInfoAck ack) {
            // To a keep-alive, or to the FILEINFO that went right before the blocks.
            transfer.onFileInfoAck(from, ack, nowNs);
        }
    }

    /** Only the first extension counts (T14). */
    private void onFeedback(Participant from, List<HeaderExtension> extensions, long nowNs) {
        if (!extensions.isEmpty() && extensions.get(0) instanceof TfmccAck feedback) {
            congestion.onFeedback(from, feedback, nowNs);
        }
    }

    private void onStatus(Participant from, Status status, long nowNs) {
        if (status.fileId() != transfer.file().fileId() || from.step == FileStep.FINISHED) {
            return;
        }
        int section = status.section();
        // Also false for sections that the file does not have (wire facts 1.2) and for those not sent yet.
        if (!cursor.isReportable(section, from.reactionNs(), nowNs)) {
            return;
        }
        transfer.onStatus(from);
        int count = naks.merge(section, status.naks());
        from.naks += count;
        from.waiting += count;
        totals.naksReceived += count;
        congestion.onStatus(from, section, count, layout.blocksIn(section), nowNs);
        if (!sending) {
            rounds.onStatus(from, count, nowNs);
        }
        if (congestion.isTooSlow(from)) {
            abort(from, "does not keep up with --min-rate", nowNs);
        }
    }

    void onBlocksReady(long firstBlock, int count, long nowNs) {
        readAhead.onReady(firstBlock, count, nowNs);
    }

    /** They wait for whoever has not answered the FILEINFO for a round trip. */
    private boolean isHeld(long nowNs) {
        return !sending || offering != null && offering.isLate(nowNs);
    }

    int transmit(long nowNs, int maxSegments, TransmitSink sink) {
        if (isHeld(nowNs)) {
            return 0;
        }
        int count = 0;
        int most = Math.min(maxSegments, outbox.blocksAtOnce(layout.blockSize()));
        for (long block = readAhead.peek(); count < most && block >= 0; block = readAhead.peek()) {
            int length = layout.lengthOf(block);
            if (!outbox.allowsBlock(length, nowNs)) {
                break;
            }
            transmit(block, length, nowNs, sink);
            count++;
        }
        readAhead.ask(nowNs);
        if (readAhead.isDrained()) {
            endPass(nowNs);
        }
        return count;
    }

    private void transmit(long block, int length, long nowNs, TransmitSink sink) {
        readAhead.remove();
        cursor.sent(block, nowNs);
        naks.sent(block);
        int section = cursor.section();
        sink.fileSeg(
                outbox.nextBlockSequence(length, nowNs),
                grtt.code(),
                outbox.groupSizeCode(),
                transfer.file().fileId(),
                section,
                (int) (block - layout.firstBlock(section)),
                layout.offsetOf(block),
                length,
                congestion.stamp());
        congestion.onBlockSent(section, outbox.packetBytes(length), nowNs);
        totals.blocksSent++;
        totals.bytesSent += length;
        if (pass == 1) {
            fileBytesSent += length;
        } else {
            totals.blocksRetransmitted++;
            totals.bytesRetransmitted += length;
        }
    }

    private void endPass(long nowNs) {
        sending = false;
        // From now on a DONE does it as well.
        offering = null;
        cursor.stop();
        participants.all().forEach(participant -> participant.served = 0);
        if (isCut) {
            forget(layout.blocks());
        }
        rounds.begin(!transfer.isSmooth(), nowNs);
    }

    /** What is sent for nobody any more need not be sent. */
    private void forgetTheGone(long nowNs) {
        long gone = transfer.takeGoneNaks();
        if (gone == 0 || isOver()) {
            return;
        }
        if (sending) {
            // The others are asked at the end of the pass anyway.
            forget(cursor.section() < 0 ? 0 : layout.firstBlock(cursor.section()));
            if (pass > 1 && isMostOf(gone, passBlocks)) {
                isCut = true;
                readAhead.askNoMore();
            }
        } else if (isMostOf(gone, naks.wanted().cardinality())) {
            forget(layout.blocks());
            rounds.begin(true, nowNs);
        }
    }

    private void forget(long endBlock) {
        naks.wanted().removeBefore(endBlock);
        participants.all().forEach(participant -> participant.waiting = 0);
    }

    private static boolean isMostOf(long naks, long blocks) {
        return 2 * naks > blocks;
    }

    @Override
    public void onFailed(Participant participant, long nowNs) {
        transfer.onFailed(participant, nowNs);
        rounds.onGone(participant);
    }

    @Override
    public void onTimeout(long nowNs) {
        congestion.onTimeout(nowNs);
        if (sending && congestion.isDeaf(nowNs)) {
            loseTheSilent(nowNs);
        }
        if (offering != null) {
            offering.onTimeout(nowNs);
        }
        forgetTheGone(nowNs);
        if (sending || isOver()) {
            return;
        }
        if (rounds.advance(!naks.wanted().isEmpty(), nowNs) && !isOver()) {
            startPass(nowNs);
        }
    }

    @Override
    public long deadlineNs() {
        return Math.min(congestion.deadlineNs(), sending ? offeringDeadlineNs() : rounds.deadlineNs());
    }

    private long offeringDeadlineNs() {
        return offering == null || offering.isOver() ? ProtocolMachine.NO_DEADLINE : offering.deadlineNs();
    }

    /** When the host has taken too long to read. */
    long readDeadlineNs() {
        return readAhead.deadlineNs();
    }

    /** When the next block may leave, if one is in memory and must wait for the rate. */
    long nextBlockNs(long nowNs) {
        if (isHeld(nowNs)) {
            return ProtocolMachine.NO_DEADLINE;
        }
        long block = readAhead.peek();
        return block < 0 || outbox.allowsBlock(layout.lengthOf(block), nowNs)
                ? ProtocolMachine.NO_DEADLINE
                : outbox.nextBlockNs();
    }

    @Override
    public void keepAlive(long nowNs) {
        if (sending) {
            transfer.sendFileInfo(participant -> participant.step != FileStep.FINISHED, nowNs);
        } else {
            rounds.keepAlive(nowNs);
        }
    }

    @Override
    public boolean isOver() {
        return transfer.isOver();
    }

    /** The first pass has been sent whole. */
    boolean isFinishing() {
        return pass > 1 || !sending;
    }

    int pass() {
        return pass;
    }

    /** When its first block could leave. */
    long beganNs() {
        return beganNs;
    }

    /** Bytes of the file sent for the first time. */
    long fileBytesSent() {
        return fileBytesSent;
    }

    @Override
    public String waitingFor() {
        if (!sending) {
            return rounds.waitingFor();
        }
        if (offering != null && !offering.isOver()) {
            return offering.waitingFor();
        }
        return readAhead.peek() < 0 && readAhead.isReading() ? "the disk" : "";
    }
}
