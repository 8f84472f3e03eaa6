package io.uftpengine.core.protocol.sender;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.protocol.cc.LossBaseline;
import io.uftpengine.core.protocol.session.GrttEstimator;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** One receiver as its sender sees it. Changed by the session only; the getters are for reports. */
public final class Participant {
    /** Where it stands in the current file. */
    enum FileStep {
        /** The file is not offered to it, or it is finished with it. */
        FINISHED,
        /** It has not answered the FILEINFO. */
        OFFERED,
        /** It takes the file's blocks. */
        RECEIVING
    }

    private static final FileOutcome[] OUTCOMES = FileOutcome.values();
    private static final int FIRST_CAPACITY = 4;

    /** Share of the shortest round trip that even a lucky packet needs. */
    private static final long REACTION_EIGHTHS = 7;

    private static final long EIGHTHS = 8;

    private final int id;

    // The session.
    ReceiverState state = ReceiverState.MUTE;
    String reason = "";
    InetSocketAddress address;
    /** Its handshake in an encrypted session; null before the REGISTER, and when it failed. */
    Exchange exchange;
    /** Which check its handshake failed last, or empty. */
    String failedCheck = "";
    /** What it said in the clear for not taking part, or null; and how often it was announced to since. */
    String refusal;

    int refusedAttempts;
    /** Its COMPLETE for the session has arrived. */
    boolean sessionCompleted;
    /** Reports all it lacks as soon as it is asked, see {@link DataPhase}. */
    boolean reportsAtOnce;

    private long rttNs;
    private long shortestRttNs;
    private long joinedNs;
    private long leftNs;
    private boolean joined;
    private boolean left;

    // The current file.
    FileStep step = FileStep.FINISHED;
    /** Has to answer the current round of DONEs still. */
    boolean isAwaited;
    /** DONEs that listed it since it was last heard. */
    int unanswered;
    /** When the first of those went out. */
    long silentSinceNs;
    /** NAKs that the current pass serves, and those that wait for the next one. */
    long served;

    long waiting;
    /** NAKs in its answers to the current round of DONEs, and to the first round when this is the second. */
    int roundNaks;

    int firstRoundNaks;
    /** Second rounds in which it reported nothing but what it had reported in the first. */
    int idleSecondRounds;

    // How fast it is, where that decides on the rate.
    /** What it loses at any rate; null before its first report. */
    LossBaseline baseline;
    /** Sections in a row whose reports say that even the lowest rate was too fast, and the last of them. */
    int tooSlow;

    int tooSlowIn;

    // Congestion control.
    /** Rate that it reported last, bytes a second; 0 = none. */
    double ccRate;
    /** Feedback round in which it was heard last. */
    int ccRound;
    /** It was the limiting receiver, and nothing was heard of it any more. */
    boolean isCcSilent;
    /** The last CONG_CTRL that listed it. */
    long listedInCongCtrl;
    /** Its round-trip time was measured since a CONG_CTRL told it to it. */
    boolean hasRttNews;
    /** Shortest round-trip times of the last intervals of measuring, and when the newer of them began. */
    private long shortestInIntervalNs;

    private long shortestBeforeNs;
    private long rttIntervalNs;
    private boolean hasRttInterval;

    // Results.
    long naks;
    private long bytes;
    /** By position of the file: 1 + ordinal, 0 = none. */
    private byte[] outcomes = {};

    Participant(int id) {
        this.id = id;
    }

    /** Takes part: registered, neither failed nor through. */
    boolean isLive() {
        return state == ReceiverState.REGISTERED || state == ReceiverState.ACTIVE;
    }

    void joined(long nowNs) {
        joined = true;
        joinedNs = nowNs;
    }

    void left(long nowNs) {
        if (joined && !left) {
            left = true;
            leftNs = nowNs;
        }
    }

    /** A measured round-trip time, unfloored. */
    void addRtt(long sampleNs) {
        shortestRttNs = rttNs == 0 ? sampleNs : Math.min(shortestRttNs, sampleNs);
        rttNs = Math.max(GrttEstimator.MIN_RTT_NS, sampleNs);
    }

    /**
     * One of many samples: of those of an interval the shortest counts, and of two intervals the shorter.
     *
     * @return the round-trip time that counts now
     */
    long addLastingRtt(long sampleNs, long intervalNs, long nowNs) {
        if (!hasRttInterval) {
            hasRttInterval = true;
            rttIntervalNs = nowNs;
            shortestBeforeNs = rttNs == 0 ? sampleNs : rttNs;
            shortestInIntervalNs = sampleNs;
        } else if (nowNs - rttIntervalNs >= intervalNs) {
            rttIntervalNs = nowNs;
            shortestBeforeNs = shortestInIntervalNs;
            shortestInIntervalNs = sampleNs;
        } else {
            shortestInIntervalNs = Math.min(shortestInIntervalNs, sampleNs);
        }
        addRtt(Math.min(shortestBeforeNs, shortestInIntervalNs));
        return rttNs;
    }

    /**
     * Shortest time in which it can have reacted to a packet: a little less than its shortest round trip, without the
     * floor of 1 ms, for a receiver next door answers sooner. 0 when it was never measured.
     */
    long reactionNs() {
        return shortestRttNs / EIGHTHS * REACTION_EIGHTHS;
    }

    /** Shortest round-trip time measured, 0 when none was. */
    long shortestRttNs() {
        return shortestRttNs;
    }

    /** Replaces what was recorded for a file. */
    void record(int position, FileOutcome outcome, long fileSize) {
        if (position >= outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, Math.max(position + 1, Math.max(FIRST_CAPACITY, outcomes.length * 2)));
        }
        FileOutcome before = recorded(position);
        if (before != null && before.isSuccess()) {
            bytes -= fileSize;
        }
        outcomes[position] = (byte) (1 + outcome.ordinal());
        if (outcome.isSuccess()) {
            bytes += fileSize;
        }
    }

    /** What was recorded for a file, or null. */
    FileOutcome recorded(int position) {
        return position < outcomes.length && outcomes[position] != 0 ? OUTCOMES[outcomes[position] - 1] : null;
    }

    /** Its unique ID. */
    public int id() {
        return id;
    }

    /** Where it stands in the session. */
    public ReceiverState state() {
        return state;
    }

    /** Why it failed, or empty. */
    public String reason() {
        return reason;
    }

    /** Where its REGISTER, or in an encrypted session its proof, came from; null before it. */
    public InetSocketAddress address() {
        return address;
    }

    /** Last measured round-trip time, at least 1 ms; 0 = never measured. */
    public long rttNs() {
        return rttNs;
    }

    /** Blocks that it asked for again. */
    public long naks() {
        return naks;
    }

    /** Bytes of the files it has whole. */
    public long bytes() {
        return bytes;
    }

    /** Time from its first REGISTER to its end, or until now. */
    public long activeNs(long nowNs) {
        return joined ? (left ? leftNs : nowNs) - joinedNs : 0;
    }

    /** What became of a file, counted from 0 in the order of sending; null while that is open. */
    public FileOutcome outcome(int position) {
        FileOutcome recorded = recorded(position);
        return recorded != null ? recorded : outcomeByState();
    }

    /** What a file comes to that it did not finish, or null while it takes part. */
    FileOutcome outcomeByState() {
        return switch (state) {
            case MUTE -> FileOutcome.MUTE;
            case LOST -> FileOutcome.LOST;
            case ABORTED -> FileOutcome.ABORTED;
            case REGISTERED, ACTIVE, DONE -> null;
        };
    }
}
