package io.uftpengine.cli;

import io.uftpengine.core.config.UniqueId;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.event.SessionEvent;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A receiver's events as lines. The engine's thread leaves them in a bounded queue, since standard output may block; the
 * main thread prints them.
 */
final class ReceiveLines implements SessionListener {
    private static final int MAX_LINES = 10_000;

    private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(MAX_LINES);
    private final AtomicLong left = new AtomicLong();
    private final ReceiveStatus status = new ReceiveStatus();

    /** All of them in one. */
    ReceiveStatus status() {
        return status;
    }

    @Override
    public void onEvent(int groupId, SessionEvent event) {
        status.onEvent(groupId, event);
        String session = "session " + UniqueId.format(groupId);
        if (event instanceof SessionEvent.PhaseEntered entered && entered.phase() == SessionEvent.Phase.ANNOUNCE) {
            add(session + " began");
        } else if (event instanceof SessionEvent.FileFinished file) {
            String what = DisplayText.safe(file.name()) + ", " + DisplayText.bytes(file.size()) + ", " + session;
            String reason = file.reason().isEmpty() ? "" : ": " + DisplayText.safe(file.reason());
            add(
                    switch (file.outcome()) {
                        case COPY -> "received " + what;
                        case OVERWRITTEN -> "received, replacing an older one, " + what;
                        case SKIPPED -> "skipped " + what + reason;
                        case REJECTED -> "rejected " + what + reason;
                        case MUTE, LOST, ABORTED -> "failed " + what + reason;
                    });
        } else if (event instanceof SessionEvent.SessionEnded ended) {
            String reason = ended.reason().isEmpty() ? "" : ": " + DisplayText.safe(ended.reason());
            add(session + " " + SendReportText.words(ended.outcome()) + reason);
        }
    }

    @Override
    public void onWarning(String message) {
        Logging.logger().warn(message);
    }

    /** Hands on what has come since the last time. */
    void drainTo(Consumer<String> out) {
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            out.accept(line);
        }
        long lost = left.getAndSet(0);
        if (lost > 0) {
            out.accept("(" + DisplayText.count(lost, "line") + " left out)");
        }
    }

    private void add(String line) {
        if (!lines.offer(line)) {
            left.incrementAndGet();
        }
    }
}
