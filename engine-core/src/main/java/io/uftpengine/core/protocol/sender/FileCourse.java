package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.SessionEvent.FileStarted;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.PhaseEntered;

/**
 * The way of a file through the session, one file after the other (protocol 3.2, 3.3): decides whether it begins with its FILEINFO, which
 * all have to answer, or with its blocks right behind that; and when the next one is opened.
 */
final class FileCourse {
    /** What opening a file takes a receiver, with room to spare. */
    private static final long OPENING_NS = 10_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final SenderParameters parameters;
    private final Outbox outbox;
    private final Participants participants;
    private final GrttControl grtt;
    private final Totals totals;
    private final CongestionControl congestion;
    private final SourceQueue sources;

    /** Null between files. */
    private FileTransfer transfer;
    /** Not null while the answers to its FILEINFO are waited for, before any block leaves. */
    private FileInfoPhase offer;
    /** Not null while its blocks are on their way. */
    private DataPhase data;
    /** Nothing was lost of the last file. */
    private boolean goesSmoothly;

    private final boolean isSlow;

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
        isSlow = isSlow(parameters);
    }

    /** Begins a file with everybody who takes part. */
    void begin(OutgoingFile file, long nowNs) {
        outbox.tell(new FileStarted(file.fileId(), file.name(), file.size()));
        transfer = new FileTransfer(file, outbox, participants, totals, congestion);
        boolean goesAhead = mayGoAhead(file);
        if (!goesAhead) {
            outbox.tell(new PhaseEntered(Phase.FILE_INFO));
        }
        offer = new FileInfoPhase(transfer, participants, grtt, parameters.robust(), nowNs);
        if (goesAhead) {
            offer.goAhead(nowNs);
            startData(nowNs);
        }
        if (file.layout().blocks() <= (goesAhead ? SenderSession.MAX_AHEAD_BLOCKS : 0)) {
            sources.openNext(nowNs);
        }
    }

    /**
     * Whether the blocks leave right behind the FILEINFO, one round trip sooner than behind the answers: a receiver opens the file before it
     * looks at the next datagram, the reference too (wire facts 12.4; seen with 5.0.3), or keeps them until it has. They must be few, or
     * come so slowly that few come meanwhile. Whoever lost the FILEINFO gets it again, and asks for the blocks. Where some of few blocks got
     * lost at full speed, the next file waits for its answers; so does every file of a session with TFMCC, which begins with one packet a
     * round trip.
     */
    private boolean mayGoAhead(OutgoingFile file) {
        long blocks = file.layout().blocks();
        if (blocks == 0 || parameters.isTfmcc()) {
            return false;
        }
        return isSlow || goesSmoothly && blocks <= SenderSession.MAX_AHEAD_BLOCKS;
    }

    /** No more than {@link SenderSession#MAX_AHEAD_BLOCKS} leave while a receiver opens a file. */
    private static boolean isSlow(SenderParameters parameters) {
        long rate = parameters.rateBytesPerSecond();
        long blockBytes = parameters.packetSize().ofBlock(parameters.blockSize());
        return rate != SenderParameters.UNLIMITED_RATE
                && rate <= SenderSession.MAX_AHEAD_BLOCKS * blockBytes * NANOS_PER_SECOND / OPENING_NS;
    }

    /** What is left of the offer goes on beside the blocks. */
    private void startData(long nowNs) {
        outbox.tell(new PhaseEntered(Phase.DATA));
        data = new DataPhase(parameters, transfer, offer, outbox, participants, grtt, totals, congestion, nowNs);
        offer = null;
    }

    /** Goes on when {@link #phase()} is over; false when that was the file's last. */
    boolean advance(long nowNs) {
        if (offer == null || transfer.receiving() == 0) {
            offer = null;
            return false;
        }
        startData(nowNs);
        return true;
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
