package io.uftpengine.core.engine;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.metrics.EngineMetrics;
import io.uftpengine.core.metrics.ReceiverMeters;
import io.uftpengine.core.security.ListedSenders;
import io.uftpengine.core.transport.ReceiverEndpoint;
import io.uftpengine.core.transport.RoleObserver;
import io.uftpengine.core.transport.SessionLog;
import io.uftpengine.core.transport.TransportCounters;
import io.uftpengine.crypto.keystore.SenderList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** One running receiver: hands events on, counts, makes the report. The counts belong to the receiver's event loop. */
final class ReceiverRun implements ReceiverHandle, RoleObserver {
    private static final Logger LOGGER = LogManager.getLogger(ReceiverRun.class);

    private final Notifier notifier;
    private final Consumer<ReceiverRun> whenOver;
    private final ReceiverMeters meters;
    private final CompletableFuture<ReceiveReport> result = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private ReceiverEndpoint endpoint;
    private ListedSenders trust;
    private Snapshots snapshots;
    private int uniqueId;
    private long sessionsCompleted;
    private long sessionsFailed;
    private long filesReceived;
    private long bytesReceived;

    ReceiverRun(SessionListener listener, Consumer<ReceiverRun> whenOver, ReceiverMeters meters) {
        this.meters = meters;
        this.notifier = new Notifier("uftp-receive-listener", listener);
        this.whenOver = whenOver;
    }

    /** The second half of the construction: an endpoint needs its observer first. */
    void start(ReceiverEndpoint opened, int receiverId, ListedSenders senders) {
        endpoint = opened;
        trust = senders;
        uniqueId = receiverId;
        ReceiverSnapshots looks = new ReceiverSnapshots(receiverId);
        snapshots = new Snapshots(opened::execute, nowNs -> looks.take(opened.sessions(), nowNs), System::nanoTime);
        meters.onOpen(opened);
        if (meters.isOn()) {
            opened.every(EngineMetrics.TICK_NS, meters::onTick);
        }
        LOGGER.info("receiver {} listens on port {}", String.format("%08X", receiverId), opened.port());
    }

    /** Nothing was opened: the listener's thread is not needed. */
    void cancel() {
        notifier.last(() -> {});
    }

    /** The sessions as they are now. */
    CompletableFuture<List<SessionSnapshot>> snapshots() {
        return snapshots.current();
    }

    /** For tests. */
    TransportCounters counters() {
        return endpoint.counters();
    }

    @Override
    public int uniqueId() {
        return uniqueId;
    }

    @Override
    public int port() {
        return endpoint.port();
    }

    @Override
    public void trust(Optional<SenderList> senders) {
        trust.replace(senders.orElse(null));
    }

    @Override
    public void heartbeat(long intervalNs, Runnable beat) {
        endpoint.execute(() -> {
            beat.run();
            endpoint.every(intervalNs, beat);
        });
    }

    @Override
    public CompletableFuture<Void> warmedUp() {
        return WarmUp.ofReceivers().copy();
    }

    @Override
    public CompletableFuture<ReceiveReport> result() {
        return result.copy();
    }

    @Override
    public CompletableFuture<ReceiveReport> stop(String reason) {
        if (stopping.compareAndSet(false, true)) {
            endpoint.stop(reason, this::onStopped);
        }
        return result.copy();
    }

    /** Event loop. */
    private void onStopped(int sessionsCut) {
        meters.onStopped();
        ReceiveReport report = new ReceiveReport(
                uniqueId, sessionsCompleted, sessionsFailed, filesReceived, bytesReceived, sessionsCut > 0);
        LOGGER.info(
                "receiver {} stopped: {} files in {} sessions",
                String.format("%08X", uniqueId),
                filesReceived,
                sessionsCompleted + sessionsFailed);
        snapshots.end();
        notifier.last(() -> {
            endpoint.close();
            whenOver.accept(this);
            result.complete(report);
        });
    }

    @Override
    public void onEvent(int groupId, int instance, SessionEvent event) {
        if (event instanceof SessionEvent.PhaseEntered) {
            WarmUp.onSession();
        } else if (event instanceof SessionEvent.FileFinished finished) {
            if (finished.outcome() == FileOutcome.COPY || finished.outcome() == FileOutcome.OVERWRITTEN) {
                filesReceived++;
                bytesReceived += finished.size();
            }
        } else if (event instanceof SessionEvent.SessionEnded ended) {
            if (ended.outcome() == SessionOutcome.COMPLETED) {
                sessionsCompleted++;
            } else {
                sessionsFailed++;
            }
        } else if (event instanceof SessionEvent.HandshakeRefused refused) {
            SessionLog.about(
                    groupId,
                    () -> LOGGER.warn(
                            "session {}: handshake of sender {}: {}",
                            String.format("%08X", groupId),
                            String.format("%08X", refused.peerId()),
                            refused.reason()));
        }
        meters.onEvent(groupId, instance, event);
        notifier.event(groupId, event);
    }

    @Override
    public void onWarning(String message) {
        LOGGER.warn(message);
        notifier.warning(message);
    }

    @Override
    public void onSessionOver(int groupId, int instance, Throwable defect) {
        // The registry has logged it, and the listener has had SessionEnded.
        meters.onSessionOver(groupId, instance, defect);
    }
}
