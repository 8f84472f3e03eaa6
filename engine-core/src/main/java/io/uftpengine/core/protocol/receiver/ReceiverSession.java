package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.session.PeerText;
import java.net.InetSocketAddress;

/**
 * A receiver's part in one session, in the clear or encrypted (wire facts 8.4): registers, takes file after file, reports what
 * it misses, confirms the end. In an encrypted one the ANNOUNCE is verified first, and once keys are agreed nothing but what they
 * vouch for changes anything: {@link ReceiverHandshake}.
 *
 * <p>Each stage is an object: {@link Joining}, {@link FileExchange}, {@link SessionCompletion}, {@link Leaving}. This class hands
 * it what comes, once it is known to be the sender's, and decides where the session goes next.
 *
 * <p>For each FILESEG the host calls {@link #onHeader}, then {@link #claimBlock}, then copies the data to the offset it got,
 * and only then drains the actions: when the last block is claimed, {@link Action.CommitFile} is among them.
 *
 * <p>Deliberate deviations from the reference:
 *
 * <ul>
 *   <li>Packets count only if they come from the very address and port of the ANNOUNCE and carry the sender's ID; others
 *       change neither GRTT nor timers (wire facts 5.3, 12.4).
 *   <li>Late packets are not dropped: {@link SequenceStatistics}.
 *   <li>STATUS reports are complete and quick: {@link NakReporter}.
 *   <li>DONE for file 0 while a file is incomplete never is a success: the sender gets an ABORT (wire facts 1.2).
 *   <li>Every block must have exactly its length, the last one too (wire facts 4).
 *   <li>What resets the idle timer during a file is narrower: {@link FileExchange}.
 *   <li>A session whose files are all finished also ends well if the sender goes silent before DONE_CONF, as there; but
 *       silence before DONE for file 0 is reported as a loss of the sender.
 * </ul>
 */
public final class ReceiverSession implements ProtocolMachine {
    /** {@link #claimBlock}: the block was claimed before. */
    public static final long DUPLICATE = FileReception.DUPLICATE;

    /** {@link #claimBlock}: the block is of a file that is not being received. */
    public static final long NOT_CURRENT_FILE = FileReception.NOT_CURRENT_FILE;

    /** {@link #claimBlock}: the file has no such section or block. */
    public static final long OUT_OF_RANGE = FileReception.OUT_OF_RANGE;

    /** {@link #claimBlock}: that block has another length. */
    public static final long BAD_LENGTH = FileReception.BAD_LENGTH;

    /** Floor of everything that is counted in robust * GRTT (wire facts 8.4). */
    static final long MIN_TIMEOUT_NS = 1_000_000_000;

    /** Floor between two sendings of the same message: a GRTT of 1 microsecond must not make a storm of them. */
    static final long MIN_RESEND_NS = 10_000_000;

    private enum State {
        /** The sender has not shown that it knows us. */
        JOINING,
        /** Confirmed: between files or receiving one. */
        FILES,
        /** COMPLETE for the session was sent. */
        COMPLETE,
        /** Over for the network; the host may still put a file in place. */
        LEAVING
    }

    private final int uniqueId;
    private final int senderId;
    private final InetSocketAddress sender;
    private final int robust;
    private final SessionOrigin origin;
    private final AdvertisedGrtt grtt;
    private final SequenceStatistics sequences;
    private final ReceiverOutbox outbox;
    /** Null in a clear session. */
    private final ReceiverHandshake handshake;

    private final Joining joining;
    private final FileExchange files;
    private final Leaving leaving;
    private final boolean wantsStamps;
    private final ReceiverProgress progress;

    private State state = State.JOINING;
    private Phase phase = Phase.ANNOUNCE;
    /** Not null exactly in COMPLETE. */
    private SessionCompletion completion;

    /**
     * @param announce an ANNOUNCE that {@link #admit} accepted; the host does not hand it in again
     */
    public ReceiverSession(ReceiverParameters parameters, Inbound announce, long nowNs) {
        if (!(announce.message() instanceof Announce message)) {
            throw new IllegalArgumentException(
                    "not an ANNOUNCE: " + announce.header().function());
        }
        uniqueId = parameters.uniqueId();
        senderId = announce.header().sourceId();
        sender = announce.remote();
        robust = message.robust();
        origin = SessionOrigin.of(announce, message, nowNs);
        grtt = new AdvertisedGrtt(
                announce.header().grttCode(), announce.header().groupSizeCode());
        sequences = new SequenceStatistics(announce.header().sequence());
        outbox = new ReceiverOutbox(announce.header(), uniqueId, sender);
        ReceiverCounters counters = new ReceiverCounters();
        boolean isEncrypted = Admission.encryptionOf(message) != null;
        wantsStamps = message.ccType() == Announce.CC_TFMCC;
        TfmccFeedback congestion = wantsStamps
                ? new TfmccFeedback(announce.header(), message, uniqueId, grtt, outbox, isEncrypted, nowNs)
                : null;
        outbox.addFeedback(congestion);
        files = new FileExchange(uniqueId, message.blockSize(), robust, grtt, outbox, counters, congestion);
        progress = new ReceiverProgress(files, counters, sequences, grtt);
        outbox.add(new SessionEvent.PhaseEntered(phase));
        handshake = isEncrypted ? new ReceiverHandshake(announce, uniqueId, grtt, outbox, nowNs) : null;
        joining = new Joining(message, handshake, uniqueId, grtt, outbox, nowNs);
        leaving = new Leaving(joining, files, grtt, outbox);
    }

    /** Whether to take part in the session that an ANNOUNCE offers; the host has checked the version. */
    public static Admission admit(ReceiverParameters parameters, Inbound announce) {
        return Admission.of(parameters, announce);
    }

    @Override
    public DropReason onHeader(
            int function,
            Protection protection,
            int sequence,
            int sourceId,
            int grttCode,
            int groupSizeCode,
            int datagramLength,
            InetSocketAddress remote,
            long nowNs) {
        if (isOver()) {
            return DropReason.SESSION_OVER;
        }
        if (!sender.equals(remote)) {
            return DropReason.WRONG_SOURCE;
        }
        if (sourceId != senderId) {
            return DropReason.UNKNOWN_PEER;
        }
        if (handshake != null) {
            if (!handshake.believes(function, protection)) {
                return DropReason.UNAUTHENTICATED;
            }
            if (handshake.mustLeaveNoTrace(function, protection)) {
                return null;
            }
        }
        sequences.onPacket(sequence);
        if (state == State.FILES) {
            files.onPacket(sequence, datagramLength, function == Function.FILESEG.code(), nowNs);
        }
        if (grtt.update(grttCode, groupSizeCode)) {
            outbox.add(new SessionEvent.GrttChanged(grtt.ns()));
        }
        if (state == State.JOINING && joining.isKeyed()) {
            startFiles(nowNs);
        }
        return null;
    }

    @Override
    public void onMessage(Inbound in, long nowNs) {
        if (isOver()) {
            return;
        }
        if (in.message() instanceof Done done) {
            onDone(done, nowNs);
        } else if (in.message() instanceof FileInfo info) {
            onFileInfo(info, nowNs);
        } else if (in.message() instanceof RegConf conf) {
            if (conf.receivers().contains(uniqueId)) {
                confirmRegistration(nowNs);
            }
        } else if (in.message() instanceof DoneConf conf) {
            if (state == State.COMPLETE && conf.receivers().contains(uniqueId)) {
                end(SessionOutcome.COMPLETED, "", nowNs);
            }
        } else if (in.message() instanceof Announce announce) {
            if (state == State.JOINING) {
                joining.onAnnounce(announce, nowNs);
            }
        } else if (in.message() instanceof CongCtrl control) {
            if (state == State.FILES) {
                files.onCongCtrl(control, nowNs);
            }
        } else if (in.message() instanceof KeyInfo keyInfo) {
            if (handshake != null) {
                handshake.onKeyInfo(in, keyInfo, nowNs);
            }
        } else if (in.message() instanceof Abort abort && concernsUs(abort)) {
            String reason = PeerText.sanitise(abort.message());
            if (handshake != null && in.protection() == Protection.CLEAR) {
                handshake.onClearAbort(reason);
            } else {
                end(SessionOutcome.ABORTED_BY_PEER, reason, nowNs);
            }
        }
        // Everything else is not for a receiver.
    }

    /**
     * Host 0 is everybody. With CURRENT_FILE it is only those who are at work on the file, which the sender gives up; whoever
     * has finished it, or waits for the next, stays. The text of protocol 5.2.16 says "all clients not actively working on
     * the current file", which contradicts its next sentence; this is what the reference receiver 5.0.3 was seen to do.
     */
    private boolean concernsUs(Abort abort) {
        if (abort.hostId() != 0) {
            return abort.hostId() == uniqueId;
        }
        boolean currentFileOnly = (abort.flags() & Abort.FLAG_CURRENT_FILE) != 0;
        return !currentFileOnly || files.current() != null && !files.isCommitting();
    }

    /** The sender has us on its list. */
    private void confirmRegistration(long nowNs) {
        if (state == State.JOINING && joining.isRegistered()) {
            startFiles(nowNs);
        }
    }

    private void startFiles(long nowNs) {
        state = State.FILES;
        files.start(nowNs);
        enter(Phase.FILE_INFO);
    }

    private void onFileInfo(FileInfo info, long nowNs) {
        boolean listed = info.receivers().contains(uniqueId);
        if (listed) {
            // Listed means registered: REG_CONF was lost (wire facts 5.3).
            confirmRegistration(nowNs);
        }
        // In COMPLETE it is an old one: the sender does not offer files after DONE for file 0.
        if (state == State.FILES) {
            files.onFileInfo(info, listed, nowNs);
            followFiles(nowNs);
        }
    }

    private void onDone(Done done, long nowNs) {
        boolean listed = done.receivers().contains(uniqueId);
        if (done.fileId() != 0) {
            files.onDone(done, listed, nowNs);
            return;
        }
        if (!listed) {
            return;
        }
        // Listed means registered here, too, and that there was no file for us.
        confirmRegistration(nowNs);
        if (state == State.COMPLETE) {
            completion.complete(nowNs);
        } else if (files.current() == null) {
            enterComplete(nowNs);
        } else if (files.isCommitting()) {
            files.oweSessionComplete(nowNs);
        } else {
            abort(SessionOutcome.FAILED, "the sender ended the session before a file was complete", nowNs);
        }
    }

    /**
     * Takes one block of a FILESEG whose header {@link #onHeader} accepted. Every value may be anything.
     *
     * @param length bytes of data
     * @return where in the file to put the data, or one of {@link #DUPLICATE}, {@link #NOT_CURRENT_FILE},
     *     {@link #OUT_OF_RANGE}, {@link #BAD_LENGTH}, all negative: then nothing is to be put anywhere
     */
    public long claimBlock(int fileId, int section, int block, int length, long nowNs) {
        return isOver() ? NOT_CURRENT_FILE : files.claimBlock(fileId, section, block, length, nowNs);
    }

    /** What the TFMCC extension of a block carries whose header {@link #onHeader} accepted, see {@code TfmccStamp}. */
    public void onStamp(long stamp, long nowNs) {
        if (state == State.FILES) {
            files.onStamp(stamp, nowNs);
        }
    }

    /** Whether {@link #onStamp} wants to be called. */
    public boolean wantsStamps() {
        return wantsStamps;
    }

    /** The host has no room for a block, which it therefore did not claim; it will be asked for as if it had been lost. */
    public void blockRefused(long nowNs) {
        files.blockRefused(nowNs);
    }

    @Override
    public void onTaskResult(TaskResult result, long nowNs) {
        switch (state) {
            case JOINING -> {
                joining.onTaskResult(result, nowNs);
                followJoining(nowNs);
            }
            case FILES -> {
                files.onTaskResult(result, nowNs);
                followFiles(nowNs);
            }
            case COMPLETE -> {
                // All files are in their places.
            }
            case LEAVING -> leaving.onTaskResult(result, nowNs);
        }
    }

    /** Takes the session where its joining has gone. */
    private void followJoining(long nowNs) {
        SessionEvent.SessionEnded failure = joining.failure();
        if (failure != null) {
            abort(failure.outcome(), failure.reason(), nowNs);
        } else if (joining.isKeyed()) {
            enter(Phase.FILE_INFO);
        }
    }

    /** Takes the session where its files have gone. */
    private void followFiles(long nowNs) {
        if (files.failure() != null) {
            abort(SessionOutcome.FAILED, files.failure(), nowNs);
        } else if (files.current() != null) {
            enter(Phase.DATA);
        } else if (files.isSessionCompleteOwed()) {
            enterComplete(nowNs);
        } else {
            enter(Phase.FILE_INFO);
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        switch (state) {
            case JOINING -> {
                joining.onTimeout(nowNs);
                followJoining(nowNs);
            }
            case FILES -> {
                if (files.isIdle(nowNs)) {
                    abort(SessionOutcome.PEER_LOST, "nothing more was heard of the sender", nowNs);
                } else {
                    files.onTimeout(nowNs);
                }
            }
            case COMPLETE -> {
                if (completion.onTimeout(nowNs)) {
                    end(SessionOutcome.COMPLETED, "the sender did not confirm the end", nowNs);
                }
            }
            case LEAVING -> leaving.onTimeout(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        return switch (state) {
            case JOINING -> joining.deadlineNs();
            case FILES -> files.deadlineNs();
            case COMPLETE -> completion.deadlineNs();
            case LEAVING -> leaving.deadlineNs();
        };
    }

    @Override
    public void onAbortRequest(String reason, long nowNs) {
        if (state == State.COMPLETE) {
            // All is in its place. An ABORT could only make the sender think otherwise.
            completion.complete(nowNs);
            end(SessionOutcome.COMPLETED, "ended before the sender had confirmed it: " + reason, nowNs);
        } else {
            abort(SessionOutcome.INTERRUPTED, reason, nowNs);
        }
    }

    private void enterComplete(long nowNs) {
        state = State.COMPLETE;
        enter(Phase.COMPLETION);
        completion = new SessionCompletion(robust, grtt, outbox, nowNs);
    }

    private void enter(Phase next) {
        if (phase != next) {
            phase = next;
            outbox.add(new SessionEvent.PhaseEntered(next));
        }
    }

    private void abort(SessionOutcome outcome, String reason, long nowNs) {
        if (!isOver()) {
            outbox.sendAbort(reason);
            end(outcome, reason, nowNs);
        }
    }

    private void end(SessionOutcome outcome, String reason, long nowNs) {
        state = State.LEAVING;
        completion = null;
        leaving.begin(outcome, reason, nowNs);
    }

    private boolean isOver() {
        return state == State.LEAVING;
    }

    /** A receiver transmits no blocks. */
    @Override
    public int pollTransmit(long nowNs, int maxSegments, TransmitSink sink) {
        return 0;
    }

    @Override
    public Action pollAction() {
        if (state == State.FILES) {
            files.onBatchEnd();
        }
        return outbox.pollAction();
    }

    @Override
    public SessionEvent pollEvent() {
        return outbox.pollEvent();
    }

    /** {@inheritDoc} The events must have been polled, too. */
    @Override
    public boolean isTerminated() {
        return leaving.isOver() && outbox.isEmpty();
    }

    /** Where the session is. */
    public Phase phase() {
        return leaving.isOver() ? Phase.OVER : phase;
    }

    /**
     * False while no signature shows that the ANNOUNCE is its sender's. Then the session may be somebody else's in the honest
     * sender's name: how it ends must not keep the next ANNOUNCE of that name out. Always true in the clear, where nothing ever
     * shows it.
     */
    public boolean isSenderVerified() {
        return handshake == null || handshake.isVerified();
    }

    /** Where it comes from. */
    public SessionOrigin origin() {
        return origin;
    }

    /** How far it is, for reports. */
    public ReceiverProgress progress() {
        return progress;
    }
}
