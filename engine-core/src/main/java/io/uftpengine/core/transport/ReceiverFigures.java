package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.receiver.ReceiverProgress;

/** What a receiver's sessions come to at one moment. What is counted includes the sessions that are over. Not for change once it is handed out. */
public final class ReceiverFigures {
    /** Of a receiver that has had no session. */
    public static final ReceiverFigures NONE = new ReceiverFigures();

    private final int[] sessions = new int[Phase.values().length];
    private long bytes;
    private long naks;
    private long gaps;
    private long late;
    private long grttNs;
    private long lost;
    private long expected;

    ReceiverFigures() {}

    /** Counts only: the beginning of the next figures. */
    ReceiverFigures(ReceiverFigures over) {
        bytes = over.bytes;
        naks = over.naks;
        gaps = over.gaps;
        late = over.late;
    }

    /** Counts of one session. */
    void addCounts(ReceiverProgress progress) {
        bytes += progress.bytesReceived();
        naks += progress.naksSent();
        gaps += progress.sequenceGaps();
        late += progress.latePackets();
    }

    /** A session under way. */
    void add(Phase phase, ReceiverProgress progress) {
        addCounts(progress);
        sessions[phase.ordinal()]++;
        grttNs = Math.max(grttNs, progress.grttNs());
        long missing = Math.max(0, progress.sequenceGaps() - progress.latePackets());
        lost += missing;
        expected += progress.packets() + missing;
    }

    /** Sessions under way in a phase. */
    public int sessionsIn(Phase phase) {
        return sessions[phase.ordinal()];
    }

    /** Bytes of file content in all blocks that were taken. */
    public long bytesReceived() {
        return bytes;
    }

    /** Blocks asked for again. */
    public long naksSent() {
        return naks;
    }

    /** {@link ReceiverProgress#sequenceGaps}. */
    public long sequenceGaps() {
        return gaps;
    }

    /** {@link ReceiverProgress#latePackets}. */
    public long latePackets() {
        return late;
    }

    /** The longest GRTT of the sessions under way, 0 without any. */
    public long grttNs() {
        return grttNs;
    }

    /** Packets that the sessions under way miss. */
    public long packetsLost() {
        return lost;
    }

    /** Packets that were to arrive in the sessions under way, those that did included. */
    public long packetsExpected() {
        return expected;
    }
}
