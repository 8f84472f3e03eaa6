package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.SessionEvent.FileStarted;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.PhaseEntered;
import io.uftpengine.core.protocol.sender.Participant.FileStep;

/**
 * The way of a file through the session, one file after the other (protocol 3.2, 3.3): decides whether it begins with its FILEINFO, which
 * all have to answer, or with its blocks right behind that; and when the next one is opened.
 */
final class FileCourse {
    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final Totals totals;
    private final CongestionControl congestion;
    private final SourceQueue sources;

    /** Null between files. */
    private FileTransfer transfer;
    /** Not null while the answers to its FILEINFO are waited for. */
    private FileInfoPhase offer;
    /** Not null while its blocks are on their way. */
    private DataPhase data;
    /** Nothing was lost of the last file. */
    private boolean goesSmoothly;

    FileCourse(
            SenderParameters parameters,
            Outbox outbox,
            Participants participants,
            GrttControl grtt,
            Totals totals,
            CongestionControl congestion,
            SourceQueue sources) {
        this.parameters = parameters;
        this.outbox = outbox;
        this.participants = participants;
        this.grtt = grtt;
        this.totals = totals;
        this.congestion = congestion;
        this.sources = sources;
    }

    /** Begins a file with everybody who takes part. */
    void begin(OutgoingFile file, long nowNs) {
        outbox.tell(new FileStarted(file.fileId(), file.name(), file.size()));
        transfer = new FileTransfer(file, outbox, participants, totals, congestion);
        if (mayGoAhead(file)) {
            transfer.sendFileInfo(participant -> participant.step == FileStep.OFFERED, nowNs);
            startData(nowNs);
            sources.openNext(nowNs);
            return;
        }
        outbox.tell(new PhaseEntered(Phase.FILE_INFO));
        offer = new FileInfoPhase(transfer, participants, grtt, parameters.robust(), nowNs);
        if (file.layout().blocks() == 0) {
            sources.openNext(nowNs);
        }
    }

    /**
     * Whether the blocks leave right behind the FILEINFO, and the DONE behind them, in one round trip instead of two: a receiver opens
     * the file before it looks at the next datagram, the reference too (wire facts 12.4; seen with 5.0.3), or keeps them until it has.
     * Whoever lost the FILEINFO gets it again with the next DONE, and asks for the blocks. Where that happens, the next file waits for its
     * answers; so does every file of a session with TFMCC, which begins with one packet a round trip.
     */
    private boolean mayGoAhead(OutgoingFile file) {
        long blocks = file.layout().blocks();
        return goesSmoothly && blocks > 0 && blocks <= SenderSession.MAX_AHEAD_BLOCKS && !parameters.isTfmcc();
    }

    private void startData(long nowNs) {
        outbox.tell(new PhaseEntered(Phase.DATA));
        data = new DataPhase(parameters, transfer, outbox, participants, grtt, totals, congestion, nowNs);
    }

    /** Goes on when {@link #phase()} is over; false when that was the file's last. */
    boolean advance(long nowNs) {
        boolean isOffered = offer != null;
        offer = null;
        if (isOffered && transfer.receiving() > 0) {
            startData(nowNs);
            return true;
        }
        return false;
    }

    /** The file is through at the receivers: its source is closed. */
    void end(long nowNs) {
        OutgoingFile file = transfer.file();
        goesSmoothly = transfer.isSmooth();
        transfer.close();
        transfer = null;
        data = null;
        congestion.onFileEnded(nowNs);
        sources.close(file, nowNs);
    }

    /** The session ends, in the midst of a file perhaps. */
    void abandon(long nowNs) {
        if (transfer != null) {
            transfer.close();
            sources.close(transfer.file(), nowNs);
        }
    }

    /** What the file, which there must be one of, does now. */
    SenderPhase phase() {
        return offer == null ? data : offer;
    }

    boolean isOffering() {
        return offer != null;
    }

    /** Whether nobody has answered its FILEINFO yet; while all those are waited for, or since. */
    boolean isUnanswered() {
        return offer == null ? transfer.isUnanswered() : offer.isUnanswered();
    }

    /** Null between files. */
    FileTransfer transfer() {
        return transfer;
    }

    /** Null unless blocks are on their way. */
    DataPhase data() {
        return data;
    }

    /** The current file if it has that ID, or null. */
    OutgoingFile withId(int fileId) {
        return transfer == null || transfer.file().fileId() != fileId ? null : transfer.file();
    }
}
