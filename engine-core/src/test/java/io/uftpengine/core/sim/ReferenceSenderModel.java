package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
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
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.transfer.BlockSet;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import io.uftpengine.core.sim.ReferenceRoster.Peer;
import io.uftpengine.core.sim.ReferenceRoster.Receiver;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;

/**
 * A sender that behaves as the reference's does without congestion control, as far as a receiver can tell; written from wire facts
 * 6.5 and 8.1 to 8.3 to try our receiver on: one DONE at the end of a pass that lists only those who have not reported, 3·A before
 * each rewind, STATUS of the current section dropped.
 */
final class ReferenceSenderModel implements ProtocolMachine {
    private static final long SECOND = 1_000_000_000L;
    private static final int CYCLE_GRTTS = 3;
    private static final int HEADERS_BYTES = 52;
    private static final int READ_BLOCKS = 64;
    private static final double GRTT_SHRINK = 0.9;
    private static final long MIN_RTT_NS = 1_000_000;

    private enum State {
        ANNOUNCE,
        STRAGGLERS,
        OPENING,
        FILE_INFO,
        SENDING,
        WAITING,
        CLOSING,
        COMPLETION,
        LAST_CONFIRMATIONS,
        OVER
    }

    private record Run(long firstBlock, int count) {}

    private final SenderParameters parameters;
    private final ModelOutbox outbox;
    private final ReferenceRoster receivers;
    private final ArrayDeque<Run> granted = new ArrayDeque<>();
    private State state = State.ANNOUNCE;
    private long grttNs;
    private long maxRttNs;
    private boolean measured;
    private int exchanges;
    private int attempt;
    private boolean hurried;
    private long cycleNs;
    private long rewindNs;
    private long sendAtNs;
    private int fileId;
    private TaskResult.SourceOpened source;
    private SectionLayout layout;
    private BlockSet wanted;
    private long readPosition;
    private boolean readUnderWay;
    private int currentSection;
    private long sentOfRun;
    private int passes;
    private boolean anyDelivered;
    private boolean anyFile;
    private boolean sourceBroken;

    ReferenceSenderModel(SenderParameters parameters, long nowNs) {
        this.parameters = parameters;
        outbox = new ModelOutbox(parameters.uniqueId(), parameters.groupId(), parameters.instance());
        grttNs = parameters.grttNs();
        receivers = new ReferenceRoster(parameters.receivers(), parameters.blockSize());
        announceCycle(nowNs);
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
        Receiver receiver = receivers.get(sourceId);
        if (parameters.isEncrypted() && protection == Protection.CLEAR && !mayBeClear(function)) {
            return DropReason.UNAUTHENTICATED;
        }
        if (receiver == null) {
            return state == State.ANNOUNCE && !parameters.isClosedGroup() ? null : DropReason.UNKNOWN_PEER;
        }
        return receiver.peer == Peer.FAILED ? DropReason.SESSION_OVER : null;
    }

    /** Wire facts 5.4. */
    private boolean mayBeClear(int function) {
        boolean announcing = state == State.ANNOUNCE || state == State.STRAGGLERS;
        return function == Function.REGISTER.code() || announcing && function == Function.ABORT.code();
    }

    /** Whether an ENCRYPTED packet of that source kills the process (wire facts 1.2). */
    boolean diesOf(int sourceId) {
        Receiver receiver = receivers.get(sourceId);
        return receiver != null && !receiver.heard;
    }

    @Override
    public void onMessage(Inbound in, long nowNs) {
        int id = in.header().sourceId();
        Message message = in.message();
        if (message instanceof Register register) {
            if (parameters.isEncrypted()) {
                onSecretRegister(id, register, nowNs);
            } else {
                onRegister(id, register, nowNs);
            }
            return;
        }
        Receiver receiver = receivers.get(id);
        if (receiver == null || state == State.OVER) {
            return;
        }
        if (message instanceof ClientKey) {
            outbox.ask(new Action.VerifyClientKey(id, receiver.exchange, in));
        } else if (message instanceof KeyInfoAck ack) {
            outbox.ask(new Action.CheckVerifyData(id, ack.verifyData()));
        } else if (message instanceof Abort) {
            fail(id, receiver, ReceiverState.ABORTED);
            advance(nowNs);
        } else if (message instanceof FileInfoAck ack && ack.fileId() == fileId && state == State.FILE_INFO) {
            sampleRtt(ack.echoedMicros(), nowNs);
            receiver.acknowledged = true;
            advance(nowNs);
        } else if (message instanceof Status status && status.fileId() == fileId) {
            onStatus(receiver, status, nowNs);
        } else if (message instanceof Complete complete) {
            onComplete(id, receiver, complete, nowNs);
        }
    }

    private void onRegister(int id, Register register, long nowNs) {
        if (state != State.ANNOUNCE && state != State.STRAGGLERS) {
            return;
        }
        Receiver receiver = receivers.add(id);
        if (receiver.peer == Peer.FAILED) {
            return;
        }
        sampleRtt(register.echoedMicros(), nowNs);
        if (receiver.peer == Peer.MUTE) {
            receiver.peer = Peer.ACTIVE;
            outbox.tell(new SessionEvent.ReceiverChanged(id, ReceiverState.ACTIVE, ""));
        }
        receiver.confirmationDue = true;
        hurry(nowNs);
    }

    /** When all have registered, the next cycle starts at once, but only once. */
    private void hurry(long nowNs) {
        boolean allIn = !receivers.has(r -> r.peer == Peer.MUTE);
        if (parameters.isClosedGroup() && allIn && !hurried && state == State.ANNOUNCE) {
            hurried = true;
            announceCycle(nowNs);
        }
    }

    /** What a repeated REGISTER says of keys is ignored (wire facts 6.5). */
    private void onSecretRegister(int id, Register register, long nowNs) {
        if (state != State.ANNOUNCE && state != State.STRAGGLERS) {
            return;
        }
        Receiver receiver = receivers.add(id);
        if (receiver.peer == Peer.FAILED) {
            return;
        }
        sampleRtt(register.echoedMicros(), nowNs);
        receiver.heard = true;
        if (receiver.exchange == 0) {
            receiver.exchange = ++exchanges;
            outbox.ask(new Action.AgreeKeys(id, receiver.exchange, register.random(), register.keyMaterial()));
        }
    }

    private void onKeyResult(TaskResult result, long nowNs) {
        if (result instanceof TaskResult.ReceiverKeyed keyed
                && !parameters.encryption().clientAuth()) {
            registered(keyed.receiverId(), nowNs);
        } else if (result instanceof TaskResult.ReceiverVerified verified) {
            registered(verified.receiverId(), nowNs);
        } else if (result instanceof TaskResult.ReceiverConfirmed confirmed) {
            Receiver receiver = receivers.get(confirmed.receiverId());
            if (receiver.peer == Peer.REGISTERED) {
                receiver.peer = Peer.ACTIVE;
                outbox.tell(new SessionEvent.ReceiverChanged(confirmed.receiverId(), ReceiverState.ACTIVE, ""));
            }
        }
    }

    private void registered(int id, long nowNs) {
        Receiver receiver = receivers.get(id);
        if (receiver.peer == Peer.MUTE) {
            receiver.peer = Peer.REGISTERED;
            hurry(nowNs);
        }
    }

    private void sampleRtt(long echoedMicros, long nowNs) {
        long nowMicros = parameters.epochOffsetMicros() + nowNs / 1000;
        maxRttNs = Math.max(maxRttNs, Math.max(MIN_RTT_NS, (nowMicros - echoedMicros) * 1000));
    }

    /** The GRTT follows the largest RTT so far; it does not fall by more than a tenth once it was measured (wire facts 8.1). */
    private void updateGrtt() {
        if (maxRttNs == 0) {
            return;
        }
        long measuredNs = Math.min(parameters.maxGrttNs(), Math.max(parameters.minGrttNs(), maxRttNs));
        grttNs = measured ? Math.max(measuredNs, (long) (grttNs * GRTT_SHRINK)) : measuredNs;
        measured = true;
    }

    private void announceCycle(long nowNs) {
        if (attempt > 0) {
            updateGrtt();
        }
        attempt++;
        if (parameters.isEncrypted()) {
            handOutKeys();
        } else {
            confirmRegistrations();
        }
        if (parameters.isClosedGroup() && !receivers.has(r -> r.peer == Peer.MUTE || r.peer == Peer.REGISTERED)) {
            state = State.STRAGGLERS;
            cycleNs = nowNs + grttNs;
            return;
        }
        for (IdList list : receivers.lists(r -> r.peer == Peer.MUTE, true)) {
            announce(new Announce(
                    false,
                    false,
                    parameters.robust(),
                    Announce.CC_NONE,
                    parameters.blockSize(),
                    parameters.epochOffsetMicros() + nowNs / 1000,
                    parameters.publicAddress(),
                    parameters.privateAddress(),
                    parameters.isEncrypted() ? List.of(parameters.encryption()) : List.of(),
                    list));
        }
        cycleNs = nowNs + CYCLE_GRTTS * grttNs;
    }

    private void announce(Announce announce) {
        if (parameters.isEncrypted()) {
            UftpHeader header = outbox.header(Function.ANNOUNCE, grttCode(), groupSizeCode());
            outbox.ask(new Action.SendSigned(header, announce, new Action.PublicGroup()));
        } else {
            send(announce, new Action.PublicGroup());
        }
    }

    /** Only at cycle boundaries (wire facts 8.1). */
    private void handOutKeys() {
        int capacity = parameters.blockSize() / KeyInfo.Entry.LENGTH;
        for (IdList list : receivers.lists(r -> r.peer == Peer.REGISTERED, false, capacity)) {
            UftpHeader header = outbox.header(Function.KEYINFO, grttCode(), groupSizeCode());
            outbox.ask(new Action.SendKeyInfo(header, list, new Action.PrivateGroup()));
        }
    }

    private void confirmRegistrations() {
        for (IdList list : receivers.lists(r -> r.confirmationDue, false)) {
            send(new RegConf(list), new Action.PrivateGroup());
        }
        receivers.forEach(r -> true, (id, receiver) -> receiver.confirmationDue = false);
    }

    private void endAnnounce(long nowNs) {
        confirmRegistrations();
        receivers.forEach(r -> r.peer == Peer.REGISTERED, (id, receiver) -> fail(id, receiver, ReceiverState.LOST));
        receivers.forEach(r -> r.peer == Peer.MUTE, (id, receiver) -> fail(id, receiver, ReceiverState.MUTE));
        if (!receivers.has(Receiver::isLive)) {
            end(SessionOutcome.NO_ANNOUNCE_ANSWER);
            return;
        }
        openNext(nowNs);
    }

    private void openNext(long nowNs) {
        state = State.OPENING;
        fileId++;
        source = null;
        outbox.ask(new Action.OpenSource(fileId));
        cycleNs = nowNs + SECOND;
    }

    @Override
    public void onTaskResult(TaskResult result, long nowNs) {
        if (state == State.OVER) {
            return;
        }
        onKeyResult(result, nowNs);
        if (result instanceof TaskResult.SourceOpened opened) {
            source = opened;
            anyFile = true;
            layout = new SectionLayout(opened.size(), parameters.blockSize());
            wanted = BlockSet.all(layout);
            passes = 0;
            receivers.forEach(r -> true, (id, receiver) -> receiver.acknowledged = false);
            attempt = 0;
            state = State.FILE_INFO;
            fileInfoCycle(nowNs);
        } else if (result instanceof TaskResult.SourceUnusable) {
            openNext(nowNs);
        } else if (result instanceof TaskResult.SourcesExhausted) {
            completion(nowNs);
        } else if (result instanceof TaskResult.BlocksReady ready) {
            granted.add(new Run(ready.firstBlock(), ready.count()));
            readUnderWay = false;
        } else if (result instanceof TaskResult.SourceFailed) {
            sourceBroken = true;
            abortAll("source failed");
        } else if (result instanceof TaskResult.SourceClosed closed) {
            if (closed.changed() != null) {
                sourceBroken = true;
                abortAll("source changed");
            } else if (!receivers.has(Receiver::isLive)) {
                end(SessionOutcome.ALL_LOST);
            } else {
                openNext(nowNs);
            }
        }
    }

    private void fileInfoCycle(long nowNs) {
        if (attempt++ == parameters.robust()) {
            receivers.forEach(
                    r -> r.isLive() && !r.acknowledged, (id, receiver) -> fail(id, receiver, ReceiverState.LOST));
            if (!receivers.has(Receiver::isLive)) {
                end(SessionOutcome.NO_FILEINFO_ANSWER);
                return;
            }
            advance(nowNs);
            return;
        }
        for (IdList list : receivers.lists(r -> r.isLive() && !r.acknowledged, false)) {
            send(
                    new FileInfo(
                            fileId,
                            source.type(),
                            source.modifiedSeconds(),
                            source.size(),
                            WireName.of(source.name()),
                            WireName.of(source.link()),
                            parameters.epochOffsetMicros() + nowNs / 1000,
                            list),
                    new Action.PrivateGroup());
        }
        cycleNs = nowNs + CYCLE_GRTTS * grttNs;
    }

    /** Goes on when everybody has answered what the phase asks for. */
    private void advance(long nowNs) {
        switch (state) {
            case FILE_INFO -> {
                if (!receivers.has(r -> r.isLive() && !r.acknowledged)) {
                    receivers.move(Receiver::isUnfinished, Peer.ACTIVE);
                    startPass(nowNs);
                }
            }
            case SENDING, WAITING -> {
                if (!receivers.has(Receiver::isUnfinished)) {
                    closeFile();
                }
            }
            case COMPLETION -> {
                if (!receivers.has(Receiver::isUnfinished)) {
                    confirmDone();
                    state = State.LAST_CONFIRMATIONS;
                    cycleNs = nowNs + grttNs;
                }
            }
            default -> {}
        }
    }

    private void startPass(long nowNs) {
        if (!receivers.has(Receiver::isUnfinished)) {
            closeFile();
            return;
        }
        if (passes++ == parameters.maxPasses()) {
            receivers.forEach(Receiver::isUnfinished, (id, receiver) -> fail(id, receiver, ReceiverState.ABORTED));
            closeFile();
            return;
        }
        outbox.tell(new SessionEvent.PassStarted(fileId, passes, wanted.cardinality()));
        state = State.SENDING;
        readPosition = 0;
        rewindNs = NO_DEADLINE;
        attempt = 0;
        sendAtNs = nowNs;
        readMore();
        endPassWhenSent(nowNs);
    }

    /** One run under way at a time: consecutive wanted blocks. Their marks go when they are read, that is, just before sending. */
    private void readMore() {
        if (readUnderWay || state != State.SENDING || granted.size() > 1) {
            return;
        }
        long first = wanted.next(readPosition);
        if (first < 0) {
            readPosition = layout.blocks();
            return;
        }
        int count = 0;
        while (count < READ_BLOCKS && first + count < layout.blocks() && wanted.remove(first + count)) {
            count++;
        }
        readPosition = first + count;
        readUnderWay = true;
        outbox.ask(new Action.ReadBlocks(fileId, first, count));
    }

    private void endPassWhenSent(long nowNs) {
        if (state == State.SENDING && !readUnderWay && granted.isEmpty() && wanted.next(readPosition) < 0) {
            state = State.WAITING;
            attempt = 0;
            doneCycle(nowNs);
        }
    }

    /** A = max(G, one packet's time). */
    private long adaptiveGrttNs() {
        return Math.max(grttNs, packetNs(parameters.blockSize()));
    }

    private long packetNs(int length) {
        long rate = parameters.rateBytesPerSecond();
        return rate == SenderParameters.UNLIMITED_RATE ? 0 : (length + HEADERS_BYTES) * SECOND / rate;
    }

    private void doneCycle(long nowNs) {
        if (attempt++ == parameters.robust()) {
            receivers.forEach(Receiver::isUnfinished, (id, receiver) -> fail(id, receiver, ReceiverState.LOST));
            closeFile();
            return;
        }
        for (IdList list : receivers.lists(r -> r.peer == Peer.ACTIVE, true)) {
            send(new Done(fileId, Math.max(0, layout.sections() - 1), list), new Action.PrivateGroup());
        }
        cycleNs = nowNs + CYCLE_GRTTS * adaptiveGrttNs();
        if (rewindNs == NO_DEADLINE && receivers.has(r -> r.peer == Peer.HAS_REPORTED)) {
            rewindNs = nowNs + CYCLE_GRTTS * adaptiveGrttNs();
        }
    }

    private void onStatus(Receiver receiver, Status status, long nowNs) {
        if (state != State.SENDING && state != State.WAITING || receiver.peer == Peer.DONE) {
            return;
        }
        if (status.section() >= layout.sections() || state == State.SENDING && status.section() == currentSection) {
            return;
        }
        NakBitmap naks = status.naks();
        int blocks = layout.blocksIn(status.section());
        if (!naks.covers(blocks)) {
            return;
        }
        long first = layout.firstBlock(status.section());
        for (int i = naks.nextSet(0); i >= 0 && i < blocks; i = naks.nextSet(i + 1)) {
            wanted.add(first + i);
        }
        receiver.peer = Peer.HAS_REPORTED;
        if (state == State.WAITING && rewindNs == NO_DEADLINE) {
            rewindNs = nowNs + CYCLE_GRTTS * adaptiveGrttNs();
        }
    }

    private void onComplete(int id, Receiver receiver, Complete complete, long nowNs) {
        if (complete.fileId() == 0) {
            if (state == State.COMPLETION || state == State.LAST_CONFIRMATIONS) {
                receiver.confirmationDue = true;
                if (receiver.peer != Peer.DONE) {
                    receiver.peer = Peer.DONE;
                    outbox.tell(new SessionEvent.ReceiverChanged(id, ReceiverState.DONE, ""));
                }
                advance(nowNs);
            }
            return;
        }
        if (complete.fileId() != fileId
                || state != State.FILE_INFO && state != State.SENDING && state != State.WAITING
                || receiver.peer == Peer.DONE) {
            return;
        }
        receiver.peer = Peer.DONE;
        receiver.acknowledged = true;
        FileOutcome outcome = complete.status() == CompletionStatus.REJECTED ? FileOutcome.REJECTED : FileOutcome.COPY;
        anyDelivered |= outcome.isSuccess();
        outbox.tell(new SessionEvent.FileResult(id, fileId, outcome));
        advance(nowNs);
    }

    private void closeFile() {
        state = State.CLOSING;
        granted.clear();
        sentOfRun = 0;
        readUnderWay = false;
        receivers.move(Receiver::isLive, Peer.ACTIVE);
        outbox.ask(new Action.CloseSource(fileId));
    }

    private void completion(long nowNs) {
        fileId--;
        state = State.COMPLETION;
        attempt = 0;
        receivers.move(Receiver::isLive, Peer.ACTIVE);
        completionCycle(nowNs);
    }

    private void completionCycle(long nowNs) {
        if (attempt++ == parameters.robust()) {
            receivers.forEach(Receiver::isUnfinished, (id, receiver) -> fail(id, receiver, ReceiverState.LOST));
            end(SessionOutcome.COMPLETED);
            return;
        }
        confirmDone();
        for (IdList list : receivers.lists(r -> r.peer == Peer.ACTIVE, false)) {
            send(new Done(0, 0, list), new Action.PrivateGroup());
        }
        cycleNs = nowNs + CYCLE_GRTTS * grttNs;
    }

    private void confirmDone() {
        for (IdList list : receivers.lists(r -> r.confirmationDue, false)) {
            send(new DoneConf(list), new Action.PrivateGroup());
        }
        receivers.forEach(r -> true, (id, receiver) -> receiver.confirmationDue = false);
    }

    @Override
    public void onTimeout(long nowNs) {
        if (state == State.WAITING && nowNs >= rewindNs) {
            receivers.move(r -> r.peer == Peer.HAS_REPORTED, Peer.ACTIVE);
            startPass(nowNs);
            return;
        }
        if (nowNs < cycleNs) {
            return;
        }
        switch (state) {
            case ANNOUNCE -> {
                if (attempt == parameters.robust()) {
                    endAnnounce(nowNs);
                } else {
                    announceCycle(nowNs);
                }
            }
            case STRAGGLERS -> endAnnounce(nowNs);
            case FILE_INFO -> fileInfoCycle(nowNs);
            case WAITING -> doneCycle(nowNs);
            case COMPLETION -> completionCycle(nowNs);
            case LAST_CONFIRMATIONS -> {
                receivers.forEach(r -> r.peer == Peer.DONE, (id, receiver) -> receiver.confirmationDue = true);
                confirmDone();
                end(anyDelivered ? SessionOutcome.COMPLETED : SessionOutcome.NOTHING_DELIVERED);
            }
            case OPENING, SENDING, CLOSING, OVER -> cycleNs = nowNs + SECOND;
        }
    }

    @Override
    public int pollTransmit(long nowNs, int maxSegments, TransmitSink sink) {
        int count = 0;
        while (state == State.SENDING && count < maxSegments && !granted.isEmpty() && nowNs >= sendAtNs) {
            Run run = granted.peek();
            long block = run.firstBlock + sentOfRun;
            currentSection = layout.sectionOf(block);
            int length = layout.lengthOf(block);
            sink.fileSeg(
                    outbox.nextSequence(),
                    grttCode(),
                    groupSizeCode(),
                    fileId,
                    currentSection,
                    (int) (block - layout.firstBlock(currentSection)),
                    layout.offsetOf(block),
                    length,
                    TfmccStamp.NONE);
            count++;
            sendAtNs = Math.max(sendAtNs, nowNs - SECOND / 100) + packetNs(length);
            if (++sentOfRun == run.count) {
                sentOfRun = 0;
                granted.poll();
                readMore();
            }
        }
        readMore();
        endPassWhenSent(nowNs);
        return count;
    }

    @Override
    public void onAbortRequest(String reason, long nowNs) {
        if (state != State.OVER) {
            send(new Abort(0, 0, reason), new Action.PrivateGroup());
            end(SessionOutcome.INTERRUPTED);
        }
    }

    private void abortAll(String reason) {
        send(new Abort(0, 0, reason), new Action.PrivateGroup());
        end(SessionOutcome.ALL_LOST);
    }

    private void end(SessionOutcome outcome) {
        SessionOutcome told = outcome == SessionOutcome.COMPLETED && (!anyFile || sourceBroken)
                ? SessionOutcome.NOTHING_DELIVERED
                : outcome;
        outbox.tell(new SessionEvent.SessionEnded(told, ""));
        state = State.OVER;
    }

    private void fail(int id, Receiver receiver, ReceiverState how) {
        receiver.peer = Peer.FAILED;
        outbox.tell(new SessionEvent.ReceiverChanged(id, how, ""));
    }

    private int grttCode() {
        return QuantizedRtt.encodeNanos(Math.max(grttNs, packetNs(parameters.blockSize())));
    }

    private int groupSizeCode() {
        return QuantizedGroupSize.encode(receivers.size());
    }

    private void send(Message message, Action.Destination destination) {
        Protection protection = parameters.isEncrypted() ? Protection.APPLICATION : Protection.CLEAR;
        outbox.send(message, grttCode(), groupSizeCode(), destination, protection);
    }

    @Override
    public long nextDeadlineNs() {
        return switch (state) {
            case SENDING -> granted.isEmpty() ? cycleNs : sendAtNs;
            case WAITING -> Math.min(cycleNs, rewindNs);
            case OVER -> NO_DEADLINE;
            default -> cycleNs;
        };
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
