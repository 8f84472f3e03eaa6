package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.PhaseEntered;
import io.uftpengine.core.event.SessionEvent.SessionEnded;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.cc.Pacer;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.session.GrttEstimator;
import io.uftpengine.core.protocol.session.PeerText;
import java.net.InetSocketAddress;

/**
 * The sender of one session: announces it, sends the files one after the other, and ends it (protocol 3; wire facts 8.1
 * to 8.3).
 *
 * <p>Each phase is an object; this class hands it the inputs, looks after each of them whether the phase is over, and
 * keeps what outlives a phase. The first ANNOUNCE is queued by the constructor.
 *
 * <p>Written by the event loop that owns the session only.
 */
public final class SenderSession implements ProtocolMachine {
    /** Signs of life that are due in the time after which receivers vanish. */
    static final int KEEP_ALIVES_PER_VANISH = 4;
    /** Most blocks that leave before anybody has answered the FILEINFO: a receiver's socket has room for them while it opens a file. */
    public static final int MAX_AHEAD_BLOCKS = 32;
    /** ABORTs are not acknowledged: so many are sent. */
    private static final int ABORT_COPIES = 2;

    enum Step {
        ANNOUNCE,
        BETWEEN_FILES,
        FILE,
        COMPLETION,
        OVER
    }

    final SenderParameters parameters;
    final Outbox outbox;
    final Participants participants;
    final GrttControl grtt;
    private final Registrar registrar;
    /** Null in a clear session. */
    private final Handshakes handshakes;

    private final HeaderCheck headerCheck;
    final SourceQueue sources;
    final FileCourse course;
    final Totals totals = new Totals();
    final long startedNs;
    Step step = Step.ANNOUNCE;
    SenderPhase phase;
    SessionOutcome outcome;
    String endReason = "";
    long endedNs;
    private long lastNowNs;

    private final SenderView view = new SenderView(this);

    /** Starts the session at {@code nowNs}. */
    public SenderSession(SenderParameters parameters, long nowNs) {
        this.parameters = parameters;
        Pacer pacer = new Pacer(parameters.handshakeBytesPerSecond(), nowNs);
        long packetIntervalNs = pacer.intervalNs(parameters.packetSize().ofBlock(parameters.blockSize()));
        GrttEstimator estimator = new GrttEstimator(
                parameters.grttNs(), parameters.minGrttNs(), parameters.maxGrttNs(), packetIntervalNs);
        outbox = new Outbox(parameters, ProtocolProfile.PROTOCOL_5, estimator, pacer, nowNs);
        participants = new Participants(outbox);
        grtt = new GrttControl(estimator, participants, outbox, parameters.robust());
        handshakes = parameters.isEncrypted() ? new Handshakes(parameters, outbox, participants, grtt, nowNs) : null;
        registrar = new Registrar(parameters, outbox, participants, handshakes, nowNs);
        headerCheck = new HeaderCheck(participants, handshakes);
        sources = new SourceQueue(outbox, parameters.blockSize());
        course = new FileCourse(parameters, outbox, participants, grtt, totals, congestionControl(), sources);
        startedNs = nowNs;
        lastNowNs = nowNs;
        if (parameters.receivers().size() > Participants.MAX_RECEIVERS) {
            throw new IllegalArgumentException("more than " + Participants.MAX_RECEIVERS + " receivers");
        }
        parameters.receivers().stream().forEach(participants::add);
        outbox.tell(new PhaseEntered(Phase.ANNOUNCE));
        phase = new AnnouncePhase(parameters, outbox, participants, grtt, registrar, nowNs);
        sources.openNext(nowNs);
    }

    private CongestionControl congestionControl() {
        if (parameters.isTfmcc()) {
            return new Tfmcc(parameters, outbox, participants, grtt);
        }
        return parameters.isSelfRegulating()
                ? new AutoRate(parameters.floorBytesPerSecond(), outbox, participants)
                : CongestionControl.FIXED;
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
        if (step == Step.OVER) {
            return DropReason.SESSION_OVER;
        }
        return headerCheck.check(function, protection, sourceId, remote, step == Step.ANNOUNCE);
    }

    @Override
    public void onMessage(Inbound in, long nowNs) {
        lastNowNs = nowNs;
        if (step == Step.OVER) {
            return;
        }
        int sourceId = in.header().sourceId();
        Participant from = participants.get(sourceId);
        if (in.message() instanceof Register) {
            registrar.onRegister(from, in, nowNs);
            settle(nowNs);
            return;
        }
        if (from == null && handshakes != null) {
            from = handshakes.candidate(sourceId);
        }
        if (from != null && !from.state().isFailed()) {
            if (in.message() instanceof Abort abort) {
                onAbort(from, abort, nowNs);
            } else if (in.message() instanceof ClientKey || in.message() instanceof KeyInfoAck) {
                if (handshakes != null && step == Step.ANNOUNCE) {
                    handshakes.onMessage(from, in, nowNs);
                }
            } else {
                from.unanswered = 0;
                phase.onMessage(from, in.message(), nowNs);
            }
        }
        settle(nowNs);
    }

    private void onAbort(Participant from, Abort abort, long nowNs) {
        String reason = PeerText.sanitise(abort.message());
        boolean isConfirmed = from.state() == ReceiverState.ACTIVE || from.state() == ReceiverState.DONE;
        if (handshakes != null && !isConfirmed) {
            handshakes.onRefusal(from, reason);
        } else if (from.state() != ReceiverState.DONE) {
            participants.change(from, ReceiverState.ABORTED, reason, nowNs);
            phase.onFailed(from, nowNs);
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        lastNowNs = nowNs;
        if (step == Step.OVER) {
            return;
        }
        registrar.onTimeout(nowNs);
        if (nowNs >= hostDeadlineNs()) {
            abortAll(SessionOutcome.ALL_LOST, "the disk does not answer", nowNs);
            return;
        }
        settle(nowNs);
        if (step != Step.OVER && nowNs >= keepAliveNs()) {
            phase.keepAlive(nowNs);
        }
    }

    /** When the host has taken too long. */
    private long hostDeadlineNs() {
        DataPhase data = course.data();
        return data == null ? sources.deadlineNs() : Math.min(sources.deadlineNs(), data.readDeadlineNs());
    }

    /** When a sign of life is due (wire facts 8.4). */
    private long keepAliveNs() {
        return switch (step) {
            case BETWEEN_FILES, FILE -> outbox.lastSentNs() + grtt.vanishNs() / KEEP_ALIVES_PER_VANISH;
            case ANNOUNCE, COMPLETION, OVER -> NO_DEADLINE;
        };
    }

    @Override
    public void onTaskResult(TaskResult result, long nowNs) {
        lastNowNs = nowNs;
        if (step == Step.OVER) {
            return;
        }
        if (result instanceof TaskResult.BlocksReady ready) {
            if (course.data() != null && course.withId(ready.fileId()) != null) {
                course.data().onBlocksReady(ready.firstBlock(), ready.count(), nowNs);
            }
        } else if (result instanceof TaskResult.SourceOpened opened) {
            sources.onOpened(opened, nowNs);
        } else if (result instanceof TaskResult.SourceUnusable unusable) {
            sources.onUnusable(unusable, nowNs);
        } else if (result instanceof TaskResult.SourcesExhausted exhausted) {
            sources.onExhausted(exhausted.fileId());
        } else if (result instanceof TaskResult.SourceClosed closed) {
            onSourceClosed(closed, nowNs);
        } else if (result instanceof TaskResult.SourceFailed failed) {
            onSourceFailed(failed.fileId(), failed.reason(), nowNs);
        } else if (handshakes != null && step == Step.ANNOUNCE) {
            handshakes.onResult(result, nowNs);
        }
        settle(nowNs);
    }

    private void onSourceClosed(TaskResult.SourceClosed closed, long nowNs) {
        OutgoingFile file = sources.closing(closed.fileId());
        if (file == null) {
            return;
        }
        if (closed.changed() == null) {
            sources.onClosed(file, nowNs);
        } else {
            onSourceFailed(closed.fileId(), closed.changed(), nowNs);
        }
    }

    /** What was sent of the file can't be trusted: no receiver may take it for a success. */
    private void onSourceFailed(int fileId, String reason, long nowNs) {
        OutgoingFile file = sources.closing(fileId);
        if (file == null) {
            file = course.withId(fileId);
        }
        if (file == null && !sources.isOpenAhead(fileId)) {
            return;
        }
        String text = reason;
        if (file != null) {
            text = file.name() + ": " + reason;
            file.setProblem(reason);
            FileTransfer.revoke(file, outbox, participants, totals);
        }
        abortAll(SessionOutcome.ALL_LOST, text, nowNs);
    }

    @Override
    public void onAbortRequest(String reason, long nowNs) {
        lastNowNs = nowNs;
        if (step != Step.OVER) {
            abortAll(SessionOutcome.INTERRUPTED, reason, nowNs);
        }
    }

    /** Lets the phase do what is due and moves on as far as possible. */
    private void settle(long nowNs) {
        while (step != Step.OVER) {
            phase.onTimeout(nowNs);
            if (parameters.quitOnError() && participants.firstFailure() != null) {
                abortAll(SessionOutcome.ALL_LOST, participants.firstFailure(), nowNs);
            } else if (!phase.isOver()) {
                leaveIfAllFailed(nowNs);
                return;
            } else {
                next(nowNs);
            }
        }
    }

    private void leaveIfAllFailed(long nowNs) {
        if (step == Step.BETWEEN_FILES && participants.live() == 0) {
            end(SessionOutcome.ALL_LOST, "all receivers lost or aborted", nowNs);
        }
    }

    private void next(long nowNs) {
        switch (step) {
            case ANNOUNCE -> endAnnouncing(nowNs);
            case BETWEEN_FILES -> {
                if (participants.live() == 0) {
                    end(SessionOutcome.ALL_LOST, "all receivers lost or aborted", nowNs);
                } else if (sources.isReady()) {
                    step = Step.FILE;
                    course.begin(sources.take(), nowNs);
                    phase = course.phase();
                } else {
                    enter(Step.COMPLETION, Phase.COMPLETION);
                    phase = new CompletionPhase(outbox, participants, grtt, parameters.robust(), nowNs);
                }
            }
            case FILE -> advanceFile(nowNs);
            case COMPLETION ->
                end(totals.delivered > 0 ? SessionOutcome.COMPLETED : SessionOutcome.NOTHING_DELIVERED, "", nowNs);
            case OVER -> {}
        }
    }

    private void enter(Step next, Phase told) {
        step = next;
        outbox.tell(new PhaseEntered(told));
    }

    private void endAnnouncing(long nowNs) {
        registrar.close(nowNs);
        for (Participant participant : participants.all()) {
            if (participant.state() == ReceiverState.MUTE) {
                participants.change(participant, ReceiverState.MUTE, "did not answer the ANNOUNCE", nowNs);
            }
        }
        grtt.adjust();
        if (participants.live() == 0) {
            end(SessionOutcome.NO_ANNOUNCE_ANSWER, whyNobodyTakesPart(), nowNs);
        } else {
            awaitFile(nowNs);
        }
    }

    private String whyNobodyTakesPart() {
        if (parameters.isEncrypted()) {
            for (Participant participant : participants.all()) {
                if (participant.state() != ReceiverState.MUTE) {
                    return String.format(
                            "nobody got through the handshake: receiver 0x%08X: %s",
                            participant.id(), participant.reason());
                }
            }
        }
        return "nobody answered the ANNOUNCE";
    }

    private void awaitFile(long nowNs) {
        step = Step.BETWEEN_FILES;
        phase = new BetweenFiles(sources, outbox, participants, parameters.isEncrypted(), nowNs);
    }

    private void advanceFile(long nowNs) {
        if (course.isOffering()) {
            grtt.adjust();
        }
        if (participants.live() == 0 && course.transfer().isUnanswered()) {
            end(SessionOutcome.NO_FILEINFO_ANSWER, "nobody answered the FILEINFO", nowNs);
        } else if (course.advance(nowNs)) {
            phase = course.phase();
        } else {
            course.end(nowNs);
            awaitFile(nowNs);
        }
    }

    private void abortAll(SessionOutcome how, String reason, long nowNs) {
        Abort abort = new Abort(0, 0, reason);
        for (int i = 0; i < ABORT_COPIES; i++) {
            if (step == Step.ANNOUNCE) {
                // Whoever has no keys yet takes only one in the clear (wire facts 8.3).
                outbox.sendClear(abort, Outbox.TO_PUBLIC, nowNs);
                if (parameters.isEncrypted()) {
                    outbox.sendClear(abort, Outbox.TO_PRIVATE, nowNs);
                }
            }
            outbox.send(abort, Outbox.TO_PRIVATE, nowNs);
        }
        for (Participant participant : participants.all()) {
            if (participant.isLive()) {
                participants.change(participant, ReceiverState.ABORTED, reason, nowNs);
                phase.onFailed(participant, nowNs);
            }
        }
        end(how, reason, nowNs);
    }

    private void end(SessionOutcome how, String reason, long nowNs) {
        outcome = how;
        endReason = reason;
        endedNs = nowNs;
        course.abandon(nowNs);
        for (OutgoingFile file : sources.unchecked()) {
            if (FileTransfer.revoke(file, outbox, participants, totals)) {
                file.setProblem("the session ended before it was known to be unchanged: " + reason);
            }
        }
        sources.abandon(reason);
        enter(Step.OVER, Phase.OVER);
        outbox.tell(new SessionEnded(how, reason));
    }

    @Override
    public long nextDeadlineNs() {
        if (outbox.hasActions()) {
            return lastNowNs;
        }
        if (step == Step.OVER) {
            return NO_DEADLINE;
        }
        long deadline = Math.min(Math.min(phase.deadlineNs(), registrar.deadlineNs()), hostDeadlineNs());
        deadline = Math.min(deadline, keepAliveNs());
        DataPhase data = course.data();
        return data == null ? deadline : Math.min(deadline, data.nextBlockNs(lastNowNs));
    }

    @Override
    public int pollTransmit(long nowNs, int maxSegments, TransmitSink sink) {
        lastNowNs = nowNs;
        DataPhase data = course.data();
        if (step != Step.FILE || data == null) {
            return 0;
        }
        int count = data.transmit(nowNs, maxSegments, sink);
        if (data.isFinishing()) {
            sources.openNext(nowNs);
        }
        settle(nowNs);
        return count;
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
        return step == Step.OVER && !outbox.hasActions();
    }

    /** What reports and displays want to know; to be read on the event loop. */
    public SenderView view() {
        return view;
    }
}
