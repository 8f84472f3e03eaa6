package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.transfer.BlockSet;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * A receiver that behaves as the reference's does without congestion control, as far as a sender can tell; written from wire facts 5.3,
 * 6.5 and 8.4 to try our sender on, with the reporting hole (T26) and the reorder limit (T10). CLIENT_KEY follows REGISTER at once.
 */
final class ReferenceReceiverModel implements ProtocolMachine, ReceiverPort {
    private static final long SECOND = 1_000_000_000L;
    private static final long RESCALE_NS = 1_000_000;
    private static final int MAX_LATE = 5;
    private static final int REGISTER_GRTTS = 5;
    private static final int COMPLETE_GRTTS = 4;
    private static final int NOT_WANTED = -1;

    private enum State {
        VERIFYING,
        REGISTERED,
        BETWEEN_FILES,
        RECEIVING,
        COMPLETE,
        OVER
    }

    private final int uniqueId;
    private final int senderId;
    private final Announce announce;
    private final Action.Destination sender;
    private final ModelOutbox outbox;
    private final long startedNs;
    private final boolean encrypted;
    private State state;
    /** What to register with in an encrypted session, and what to confirm the keys with. */
    private TaskResult.AnnounceVerified identity;

    private boolean opening;
    private Bytes verifyData;
    private long grttNs;
    private int highestSequence;
    private boolean lastWasInOrder;
    private long lastTimestampMicros;
    private long timestampAtNs;
    private long resendStartNs;
    private long idleStartNs;

    private FileInfo file;
    private SectionLayout layout;
    private BlockSet missing;
    private CompletionStatus result;
    private boolean completeWanted;
    private int lastSection;
    private long nakStartNs = NO_DEADLINE;
    private int nakFrom;
    private int nakTo;
    private boolean nakFromDone;

    private ReferenceReceiverModel(int uniqueId, Inbound in, long nowNs) {
        this.uniqueId = uniqueId;
        senderId = in.header().sourceId();
        announce = (Announce) in.message();
        sender = new Action.Unicast(in.remote());
        outbox = new ModelOutbox(uniqueId, in.header().groupId(), in.header().instance());
        startedNs = nowNs;
        grttNs = QuantizedRtt.decodeNanos(in.header().grttCode());
        lastTimestampMicros = announce.timestampMicros();
        timestampAtNs = nowNs;
        outbox.ask(new Action.JoinGroup(announce.privateAddress()));
        encrypted = announce.extensions().stream().anyMatch(EncInfo.class::isInstance);
        if (encrypted) {
            state = State.VERIFYING;
            outbox.ask(new Action.VerifyAnnounce(in));
        } else {
            state = State.REGISTERED;
            register(nowNs);
        }
    }

    /** See {@link ReceiverPort.Kind}. */
    static ReceiverPort admit(int uniqueId, Inbound in, long nowNs) {
        Announce announce = (Announce) in.message();
        boolean listed = announce.receivers().isEmpty() || announce.receivers().contains(uniqueId);
        return listed ? new ReferenceReceiverModel(uniqueId, in, nowNs) : null;
    }

    @Override
    public ProtocolMachine machine() {
        return this;
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
        lastWasInOrder = false;
        if (encrypted && protection == Protection.CLEAR && !mayBeClear(Function.of(function))) {
            return DropReason.UNAUTHENTICATED;
        }
        if (function != Function.KEYINFO.code() && function != Function.ABORT.code()) {
            int ahead = (short) (sequence - highestSequence);
            if (ahead < -MAX_LATE) {
                return DropReason.LATE;
            }
            if (ahead >= 0) {
                highestSequence = sequence;
                lastWasInOrder = true;
            }
        }
        long newGrttNs = QuantizedRtt.decodeNanos(grttCode);
        if (Math.abs(newGrttNs - grttNs) > RESCALE_NS) {
            grttNs = newGrttNs;
        }
        return sourceId == senderId ? null : DropReason.UNKNOWN_PEER;
    }

    /** Wire facts 5.3. */
    private boolean mayBeClear(Function function) {
        return switch (function) {
            case FILEINFO, FILESEG, DONE, DONE_CONF, CONG_CTRL -> false;
            case ABORT -> !hasKeys();
            default -> true;
        };
    }

    private boolean hasKeys() {
        return verifyData != null;
    }

    @Override
    public void onMessage(Inbound in, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        Message message = in.message();
        if (message instanceof Abort abort) {
            if (abort.hostId() == 0 || abort.hostId() == uniqueId) {
                end(SessionOutcome.ABORTED_BY_PEER, abort.message());
            }
            return;
        }
        if (state == State.BETWEEN_FILES) {
            idleStartNs = nowNs;
        }
        if (message instanceof KeyInfo info) {
            onKeyInfo(info, in);
        } else if (message instanceof RegConf conf && state == State.REGISTERED && !encrypted) {
            if (conf.receivers().contains(uniqueId)) {
                enter(State.BETWEEN_FILES, nowNs);
            }
        } else if (message instanceof FileInfo info && info.receivers().contains(uniqueId)) {
            onFileInfo(info, nowNs);
        } else if (message instanceof Done done) {
            onDone(done, nowNs);
        } else if (message instanceof DoneConf conf && state == State.COMPLETE) {
            if (conf.receivers().contains(uniqueId)) {
                end(SessionOutcome.COMPLETED, "");
            }
        }
    }

    private void register(long nowNs) {
        resendStartNs = nowNs;
        if (identity == null) {
            send(Register.clear(echo(nowNs), IdList.EMPTY));
            return;
        }
        send(new Register(echo(nowNs), identity.random(), identity.ecdhBlob(), IdList.EMPTY), Protection.CLEAR);
        if (identity.clientKey() != null) {
            send(identity.clientKey(), Protection.HANDSHAKE);
        }
    }

    /** Wire facts 6.5: once it has keys, it does not look at another KEYINFO closely. */
    private void onKeyInfo(KeyInfo info, Inbound in) {
        if (info.entries().stream().noneMatch(entry -> entry.receiverId() == uniqueId)) {
            return;
        }
        if (hasKeys()) {
            send(new KeyInfoAck(verifyData));
        } else if (state == State.REGISTERED && encrypted && !opening) {
            opening = true;
            outbox.ask(new Action.OpenKeyInfo(in));
        }
    }

    private void onKeyResult(TaskResult task, long nowNs) {
        if (task instanceof TaskResult.AnnounceVerified verified && state == State.VERIFYING) {
            identity = verified;
            state = State.REGISTERED;
            register(nowNs);
        } else if (task instanceof TaskResult.KeysAgreed agreed) {
            verifyData = agreed.verifyData();
            enter(State.BETWEEN_FILES, nowNs);
            send(new KeyInfoAck(verifyData));
        } else if (task instanceof TaskResult.HandshakeFailed failed) {
            abort(failed.reason());
        }
    }

    /** Wire facts 2.4. */
    private long echo(long nowNs) {
        return lastTimestampMicros + (nowNs - timestampAtNs) / 1000;
    }

    private void enter(State newState, long nowNs) {
        state = newState;
        idleStartNs = nowNs;
    }

    private void onFileInfo(FileInfo info, long nowNs) {
        if (state == State.COMPLETE) {
            return;
        }
        if (state == State.RECEIVING) {
            idleStartNs = nowNs;
            send(new FileInfoAck(file.fileId(), false, echo(nowNs), IdList.EMPTY));
            return;
        }
        if (file != null && file.fileId() == info.fileId()) {
            if (result != null) {
                sendComplete();
            }
            return;
        }
        if (file != null && (short) (info.fileId() - file.fileId()) < 0) {
            // One that was overtaken; what the reference does is not known.
            return;
        }
        enter(State.BETWEEN_FILES, nowNs);
        lastTimestampMicros = info.timestampMicros();
        timestampAtNs = nowNs;
        file = info;
        layout = new SectionLayout(info.size(), announce.blockSize());
        missing = BlockSet.all(layout);
        result = null;
        completeWanted = false;
        lastSection = 0;
        nakStartNs = NO_DEADLINE;
        outbox.ask(new Action.OpenFile(
                info.fileId(),
                info.type(),
                info.name().text(),
                info.link().text(),
                info.size(),
                info.modifiedSeconds()));
    }

    private void onDone(Done done, long nowNs) {
        boolean listed = done.receivers().contains(uniqueId);
        if (done.fileId() == 0) {
            if (listed && state != State.REGISTERED && state != State.VERIFYING) {
                enter(State.COMPLETE, nowNs);
                sendFinalComplete(nowNs);
            }
            return;
        }
        if (file == null || done.fileId() != file.fileId()) {
            return;
        }
        if (state == State.BETWEEN_FILES) {
            if (listed && result != null) {
                sendComplete();
            }
            return;
        }
        if (state != State.RECEIVING) {
            return;
        }
        idleStartNs = nowNs;
        if (missing.isEmpty()) {
            if (listed) {
                completeWanted = true;
                completeWhenCommitted(nowNs);
            }
            return;
        }
        startNakTimer(done.section() + 1, listed, nowNs);
        // Wire facts 8.4 don't say to what; only with 0 a second DONE brings all sections, as was seen on the wire.
        lastSection = 0;
    }

    /** The one NAK timer: what is pending is not widened (T26). */
    private void startNakTimer(int to, boolean fromDone, long nowNs) {
        if (nakStartNs == NO_DEADLINE) {
            nakStartNs = nowNs;
            nakFrom = lastSection;
            nakTo = to;
            nakFromDone = fromDone;
        }
    }

    @Override
    public long claimBlock(int fileId, int section, int block, int length, long nowNs) {
        if (state == State.BETWEEN_FILES) {
            idleStartNs = nowNs;
        }
        if (state != State.RECEIVING || fileId != file.fileId() || !layout.contains(section, block)) {
            return NOT_WANTED;
        }
        long number = layout.firstBlock(section) + block;
        if (length != layout.lengthOf(number)) {
            return NOT_WANTED;
        }
        idleStartNs = nowNs;
        if (lastWasInOrder) {
            if (section > lastSection) {
                startNakTimer(section, false, nowNs);
            }
            lastSection = section;
        }
        if (!missing.remove(number)) {
            return NOT_WANTED;
        }
        if (missing.isEmpty()) {
            outbox.ask(new Action.CommitFile(fileId));
        }
        return layout.offsetOf(number);
    }

    @Override
    public void onTaskResult(TaskResult task, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        onKeyResult(task, nowNs);
        if (task instanceof TaskResult.FileOpened opened && opened.fileId() == file.fileId()) {
            switch (opened.outcome()) {
                case RECEIVE -> {
                    enter(State.RECEIVING, nowNs);
                    send(new FileInfoAck(file.fileId(), false, echo(nowNs), IdList.EMPTY));
                    if (missing.isEmpty()) {
                        outbox.ask(new Action.CommitFile(file.fileId()));
                    }
                }
                case FINISHED -> {
                    result = opened.status();
                    sendComplete();
                }
                case REJECTED -> {
                    result = CompletionStatus.REJECTED;
                    sendComplete();
                }
                case FAILED -> abort(opened.reason());
            }
        } else if (task instanceof TaskResult.FileCommitted committed && committed.fileId() == file.fileId()) {
            result = committed.status();
            completeWhenCommitted(nowNs);
        } else if (task instanceof TaskResult.FileFailed failed && failed.fileId() == file.fileId()) {
            abort(failed.reason());
        }
    }

    private void completeWhenCommitted(long nowNs) {
        if (completeWanted && result != null) {
            enter(State.BETWEEN_FILES, nowNs);
            nakStartNs = NO_DEADLINE;
            sendComplete();
            outbox.tell(new SessionEvent.FileFinished(
                    file.fileId(), file.name().text(), file.size(), FileOutcome.COPY, ""));
        }
    }

    private void sendComplete() {
        send(new Complete(file.fileId(), result, List.of(), IdList.EMPTY));
    }

    private void sendFinalComplete(long nowNs) {
        resendStartNs = nowNs;
        send(new Complete(0, CompletionStatus.NORMAL, List.of(), IdList.EMPTY));
    }

    private void abort(String reason) {
        send(new Abort(0, 0, reason));
        end(SessionOutcome.FAILED, reason);
    }

    private void end(SessionOutcome outcome, String reason) {
        if (file != null && result == null) {
            outbox.ask(new Action.DiscardFile(file.fileId()));
        }
        outbox.ask(new Action.LeaveGroup(announce.privateAddress()));
        outbox.tell(new SessionEvent.SessionEnded(outcome, reason));
        state = State.OVER;
    }

    private void send(Message message) {
        send(message, hasKeys() ? Protection.APPLICATION : Protection.CLEAR);
    }

    private void send(Message message, Protection protection) {
        outbox.send(message, 0, 0, sender, protection);
    }

    /** Every overall timer is at least a second, whatever the GRTT. */
    private long overallNs(int grtts) {
        return Math.max(SECOND, grtts * announce.robust() * grttNs);
    }

    @Override
    public void onTimeout(long nowNs) {
        if (state == State.OVER) {
            return;
        }
        if (nowNs >= overallDeadlineNs()) {
            if (state == State.COMPLETE) {
                end(SessionOutcome.COMPLETED, "no DONE_CONF");
            } else {
                send(new Abort(0, 0, "sender fell silent"));
                end(SessionOutcome.PEER_LOST, "sender fell silent");
            }
            return;
        }
        if (nowNs >= resendDeadlineNs()) {
            if (state == State.REGISTERED) {
                register(nowNs);
            } else {
                sendFinalComplete(nowNs);
            }
        }
        if (nakStartNs != NO_DEADLINE && nowNs >= nakStartNs + grttNs) {
            nakStartNs = NO_DEADLINE;
            report(nowNs);
        }
    }

    private void report(long nowNs) {
        if (state != State.RECEIVING) {
            return;
        }
        if (missing.isEmpty()) {
            completeWanted = true;
            completeWhenCommitted(nowNs);
            return;
        }
        int reports = reportSections(nakFrom, nakTo);
        if (reports == 0 && nakFromDone) {
            reportSections(0, nakFrom);
        }
    }

    private int reportSections(int from, int to) {
        int reports = 0;
        for (int section = from; section < Math.min(to, layout.sections()); section++) {
            if (missing.cardinalityIn(section) > 0) {
                send(new Status(file.fileId(), section, List.of(), missing.toNakBitmap(section)));
                reports++;
            }
        }
        return reports;
    }

    private long overallDeadlineNs() {
        return switch (state) {
            case VERIFYING, REGISTERED -> startedNs + overallNs(REGISTER_GRTTS);
            case BETWEEN_FILES, RECEIVING -> idleStartNs + overallNs(1);
            case COMPLETE -> idleStartNs + overallNs(COMPLETE_GRTTS);
            case OVER -> NO_DEADLINE;
        };
    }

    private long resendDeadlineNs() {
        return switch (state) {
            case REGISTERED -> resendStartNs + REGISTER_GRTTS * grttNs;
            case COMPLETE -> resendStartNs + COMPLETE_GRTTS * grttNs;
            default -> NO_DEADLINE;
        };
    }

    @Override
    public long nextDeadlineNs() {
        long nak = nakStartNs == NO_DEADLINE ? NO_DEADLINE : nakStartNs + grttNs;
        return Math.min(nak, Math.min(overallDeadlineNs(), resendDeadlineNs()));
    }

    @Override
    public void onAbortRequest(String reason, long nowNs) {
        if (state != State.OVER) {
            abort(reason);
        }
    }

    @Override
    public int pollTransmit(long nowNs, int maxSegments, TransmitSink sink) {
        return 0;
    }

    @Override
    public Action pollAction() {
        return outbox.pollAction();
    }

    @Override
    public SessionEvent pollEvent() {
        return outbox.pollEvent();
    }

    @Override
    public boolean isTerminated() {
        return state == State.OVER && outbox.isEmpty();
    }
}
