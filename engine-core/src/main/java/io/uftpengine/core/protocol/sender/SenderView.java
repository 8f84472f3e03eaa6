package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.sender.SenderSession.Step;
import java.util.List;

/** A {@link SenderSession} as reports and displays see it: changes nothing, always up to date. Read on the session's event loop only. */
public final class SenderView {
    private final SenderSession session;

    SenderView(SenderSession session) {
        this.session = session;
    }

    /** Everyone expected or heard of; live objects, to be read on the event loop. */
    public List<Participant> participants() {
        return session.participants.all();
    }

    /** Every object offered or found unusable so far, in order. */
    public List<OutgoingFile> files() {
        return session.sources.files();
    }

    /** Receivers in a state. */
    public int receiversIn(ReceiverState state) {
        return session.participants.count(state);
    }

    /** Receivers that are finished with the current file, or with the session. */
    public int receiversFinished() {
        int done = session.participants.count(ReceiverState.DONE);
        return session.course.transfer() == null
                ? done
                : session.participants.live()
                        - session.course.transfer().offered()
                        - session.course.transfer().receiving();
    }

    /** The file being offered or sent, or null. */
    public OutgoingFile currentFile() {
        return session.course.transfer() == null
                ? null
                : session.course.transfer().file();
    }

    /** The pass over the current file from 1, 0 when none is sent. */
    public int pass() {
        return session.course.data() == null ? 0 : session.course.data().pass();
    }

    /** Since when blocks of the current file leave, or {@code nowNs} when none do. */
    public long fileBeganNs(long nowNs) {
        return session.course.data() == null ? nowNs : session.course.data().beganNs();
    }

    /** Bytes of the current file sent for the first time. */
    public long fileBytesSent() {
        return session.course.data() == null ? 0 : session.course.data().fileBytesSent();
    }

    /** The phase; between two files that of the file before. */
    public Phase phase() {
        return switch (session.step) {
            case ANNOUNCE -> Phase.ANNOUNCE;
            case BETWEEN_FILES -> Phase.FILE_INFO;
            case FILE -> session.course.isOffering() ? Phase.FILE_INFO : Phase.DATA;
            case COMPLETION -> Phase.COMPLETION;
            case OVER -> Phase.OVER;
        };
    }

    /**
     * Bytes of the current file that a receiver has, an estimate: what was sent less what it asked for in its last answer to DONEs. 0 when it
     * does not take the file or is finished with it.
     */
    public long fileBytesAt(Participant participant) {
        if (session.course.data() == null || participant.step != Participant.FileStep.RECEIVING) {
            return 0;
        }
        long lacking = (long) participant.roundNaks * session.parameters.blockSize();
        return Math.max(0, session.course.data().fileBytesSent() - lacking);
    }

    /** What the session waits for, for people; empty while data flows. */
    public String waitingFor() {
        return session.step == Step.OVER ? "" : session.phase.waitingFor();
    }

    /** The GRTT in force. */
    public long grttNs() {
        return session.grtt.grttNs();
    }

    /** Bytes of IP packets a second that blocks leave with, or {@link SenderParameters#UNLIMITED_RATE}. */
    public long rateBytesPerSecond() {
        return session.outbox.bytesPerSecond();
    }

    /** The rate that blocks never leave faster with, or {@link SenderParameters#UNLIMITED_RATE}. */
    public long rateLimitBytesPerSecond() {
        return session.parameters.rateLimitBytesPerSecond();
    }

    /** Packets emitted: messages and blocks. */
    public long datagramsSent() {
        return session.outbox.datagramsSent();
    }

    /** Blocks handed out, retransmissions included. */
    public long blocksSent() {
        return session.totals.blocksSent;
    }

    /** Blocks handed out again. */
    public long blocksRetransmitted() {
        return session.totals.blocksRetransmitted;
    }

    /** Bytes of file content handed out, retransmissions included. */
    public long bytesSent() {
        return session.totals.bytesSent;
    }

    /** Bytes of file content handed out again. */
    public long bytesRetransmitted() {
        return session.totals.bytesRetransmitted;
    }

    /** Blocks that receivers asked for again. */
    public long naksReceived() {
        return session.totals.naksReceived;
    }

    /** How the session ended, or null while it runs. */
    public SessionOutcome outcome() {
        return session.outcome;
    }

    /** Why it ended so, or empty. */
    public String endReason() {
        return session.endReason;
    }

    /** Time from the first ANNOUNCE to the end, or until now. */
    public long elapsedNs(long nowNs) {
        return (session.outcome == null ? nowNs : session.endedNs) - session.startedNs;
    }

    /** What became of a file at a receiver; null while that is open. */
    public FileOutcome outcome(Participant participant, OutgoingFile file) {
        FileOutcome known = participant.outcome(file.position());
        return known == null && !file.problem().isEmpty() ? FileOutcome.ABORTED : known;
    }
}
