package io.uftpengine.core.engine;

import io.uftpengine.core.config.ReceiverPins;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.metrics.EngineMetrics;
import io.uftpengine.core.metrics.SenderMeters;
import io.uftpengine.core.protocol.sender.OutgoingFile;
import io.uftpengine.core.protocol.sender.Participant;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.security.ListedReceivers;
import io.uftpengine.core.transport.RoleObserver;
import io.uftpengine.core.transport.SenderEndpoint;
import io.uftpengine.core.transport.SessionLog;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One running sender: hands events on, makes the report. What is not final belongs to the session's event loop. */
final class SenderRun implements SenderHandle, RoleObserver {
    private static final Logger LOGGER = LogManager.getLogger(SenderRun.class);

    /** Time between two progress reports. */
    private static final long PROGRESS_NS = EngineMetrics.TICK_NS;

    /** How long an aborted session may take to end by itself. */
    private static final long MAX_ABORT_NS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final Notifier notifier;
    private final Consumer<SenderRun> whenOver;
    private final SenderMeters meters;
    private final CompletableFuture<SendReport> result = new CompletableFuture<>();
    private SenderEndpoint endpoint;
    private SenderSession session;
    private ListedReceivers listed;
    private SenderSnapshots looks;
    private volatile Snapshots snapshots;
    private int groupId;
    private int uniqueId;
    private ScheduledFuture<?> progress;
    private String abortReason;
    private boolean over;

    SenderRun(SessionListener listener, Consumer<SenderRun> whenOver, SenderMeters meters) {
        this.meters = meters;
        this.notifier = new Notifier("uftp-send-listener", listener);
        this.whenOver = whenOver;
    }

    /** The second half of the construction: an endpoint needs its observer first. */
    void start(SenderEndpoint opened, SenderStart start, SenderEndpoint.Sources sources) {
        endpoint = opened;
        listed = start.receivers();
        groupId = start.parameters().groupId();
        uniqueId = start.parameters().uniqueId();
        snapshots = new Snapshots(
                opened::execute,
                nowNs -> looks == null || over ? List.of() : List.of(looks.take(nowNs)),
                System::nanoTime);
        log(() -> LOGGER.info(
                "session {} begins: sender {} to {} port {}",
                hex(groupId),
                hex(uniqueId),
                start.route().publicAddress().getAddress().getHostAddress(),
                start.route().publicAddress().getPort()));
        meters.onOpen(endpoint);
        endpoint.start(start.describe(() -> makeSession(start)), sources);
        endpoint.execute(() -> {
            if (!over) {
                progress = endpoint.every(PROGRESS_NS, this::onTick);
            }
        });
    }

    /** Event loop. */
    private void onTick() {
        notifier.progress(progressNow());
        meters.onTick(session.view());
    }

    /** Event loop. */
    private SenderSession makeSession(SenderStart start) {
        long nowNs = System.nanoTime();
        session = new SenderSession(start.parameters(), nowNs);
        looks = new SenderSnapshots(start, session.view(), nowNs);
        return session;
    }

    /** Nothing was opened: the listener's thread is not needed. */
    void cancel() {
        notifier.last(() -> {});
    }

    /** The session as it is now; none once it is over. */
    CompletableFuture<List<SessionSnapshot>> snapshots() {
        Snapshots started = snapshots;
        return started == null ? CompletableFuture.completedFuture(List.of()) : started.current();
    }

    /** For tests. */
    TransportCounters counters() {
        return endpoint.counters();
    }

    @Override
    public int groupId() {
        return groupId;
    }

    @Override
    public int uniqueId() {
        return uniqueId;
    }

    @Override
    public void pin(ReceiverPins pins) {
        listed.replace(pins.byId());
    }

    @Override
    public void heartbeat(long intervalNs, Runnable beat) {
        endpoint.execute(() -> {
            beat.run();
            endpoint.every(intervalNs, beat);
        });
    }

    @Override
    public CompletableFuture<SendReport> result() {
        return result.copy();
    }

    @Override
    public void abort(String reason) {
        endpoint.execute(() -> {
            if (abortReason == null && !over) {
                abortReason = reason;
                endpoint.abort(reason);
                endpoint.every(
                        MAX_ABORT_NS,
                        () -> endpoint.drop(new IllegalStateException("the session did not end in time")));
            }
        });
    }

    @Override
    public void onEvent(int sessionGroupId, int instance, SessionEvent event) {
        if (event instanceof SessionEvent.HandshakeRefused refused) {
            log(() -> LOGGER.warn(
                    "session {}: handshake of receiver {}: {}", hex(groupId), hex(refused.peerId()), refused.reason()));
        }
        meters.onEvent(event, session.view());
        notifier.event(sessionGroupId, event);
    }

    @Override
    public void onWarning(String message) {
        log(() -> LOGGER.warn(message));
        notifier.warning(message);
    }

    @Override
    public void onSessionOver(int sessionGroupId, int instance, Throwable defect) {
        if (over) {
            return;
        }
        over = true;
        if (progress != null) {
            progress.cancel(false);
        }
        SendReport made = null;
        Throwable failure = defect;
        if (defect == null || abortReason != null) {
            try {
                made = report();
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        SendReport report = made;
        meters.onOver(session == null ? null : session.view(), report == null ? null : report.outcome());
        Throwable cause = failure;
        if (report == null) {
            log(() -> LOGGER.error("session {} ended by a defect", hex(groupId), cause));
        } else {
            log(() -> LOGGER.info("session {} is over: {} {}", hex(groupId), report.outcome(), report.reason()));
        }
        endpoint.close();
        snapshots.end();
        notifier.last(() -> {
            whenOver.accept(this);
            if (report != null) {
                result.complete(report);
            } else {
                result.completeExceptionally(cause);
            }
        });
    }

    /** Event loop; only once there is a session. */
    private SendProgress progressNow() {
        OutgoingFile file = session.view().currentFile();
        int failed =
                session.view().receiversIn(ReceiverState.LOST) + session.view().receiversIn(ReceiverState.ABORTED);
        return new SendProgress(
                file == null ? "" : file.name(),
                file == null ? 0 : file.size(),
                session.view().fileBytesSent(),
                session.view().pass(),
                session.view().bytesSent(),
                session.view().bytesRetransmitted(),
                session.view().receiversIn(ReceiverState.ACTIVE),
                session.view().receiversFinished(),
                failed,
                session.view().naksReceived(),
                session.view().waitingFor());
    }

    private SendReport report() {
        List<SendReport.FileReport> files = new ArrayList<>();
        for (OutgoingFile file : session.view().files()) {
            files.add(new SendReport.FileReport(file.fileId(), file.name(), file.size(), file.problem()));
        }
        long nowNs = System.nanoTime();
        List<SendReport.ReceiverReport> receivers = new ArrayList<>();
        for (Participant participant : session.view().participants()) {
            List<FileOutcome> outcomes = new ArrayList<>();
            for (OutgoingFile file : session.view().files()) {
                FileOutcome outcome = session.view().outcome(participant, file);
                outcomes.add(outcome == null ? FileOutcome.ABORTED : outcome);
            }
            receivers.add(new SendReport.ReceiverReport(
                    participant.id(),
                    participant.state(),
                    participant.reason(),
                    List.copyOf(outcomes),
                    participant.naks(),
                    participant.bytes(),
                    participant.activeNs(nowNs),
                    participant.rttNs()));
        }
        SessionOutcome outcome = session.view().outcome();
        return new SendReport(
                groupId,
                outcome == null ? SessionOutcome.INTERRUPTED : outcome,
                outcome == null ? abortReason : session.view().endReason(),
                List.copyOf(files),
                List.copyOf(receivers),
                session.view().elapsedNs(nowNs),
                endpoint.counters().get(Counter.BYTES_OUT),
                session.view().datagramsSent(),
                session.view().blocksSent(),
                session.view().blocksRetransmitted(),
                session.view().naksReceived());
    }

    private void log(Runnable logging) {
        SessionLog.about(groupId, logging);
    }

    private static String hex(int id) {
        return String.format("%08X", id);
    }
}
