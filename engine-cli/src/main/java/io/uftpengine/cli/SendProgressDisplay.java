package io.uftpengine.cli;

import io.uftpengine.core.engine.SendProgress;
import io.uftpengine.core.engine.SessionListener;
import io.uftpengine.core.event.SessionEvent;
import java.util.function.Consumer;

/**
 * Shows how far a sender is: on a terminal in a line that is rewritten, elsewhere as a line every few seconds. The engine's
 * thread only leaves values here; the main thread prints them.
 */
final class SendProgressDisplay implements SessionListener {
    private static final long LINE_INTERVAL_NS = 3_000_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    private static final double BITS_PER_BYTE = 8;

    private final SendTarget target;
    private final boolean isOff;
    private final StatusLine statusLine;
    private final Consumer<String> lines;

    private volatile SendProgress progress;
    private volatile SessionEvent.Announced announced;
    private volatile boolean isAnnouncing = true;

    // The main thread's.
    private long nextLineNs;
    private boolean hasStarted;
    private long rateSinceNs;
    private long rateSinceBytes;

    /**
     * @param isOff whether to show nothing
     * @param statusLine the terminal's last line, null without a terminal
     * @param lines takes lines when there is no terminal
     */
    SendProgressDisplay(SendTarget target, boolean isOff, StatusLine statusLine, Consumer<String> lines) {
        this.target = target;
        this.isOff = isOff;
        this.statusLine = statusLine;
        this.lines = lines;
    }

    @Override
    public void onEvent(int groupId, SessionEvent event) {
        if (event instanceof SessionEvent.Announced now) {
            announced = now;
        } else if (event instanceof SessionEvent.PhaseEntered entered) {
            isAnnouncing = entered.phase() == SessionEvent.Phase.ANNOUNCE;
        }
    }

    @Override
    public void onProgress(SendProgress now) {
        progress = now;
    }

    @Override
    public void onWarning(String message) {
        Logging.logger().warn(message);
    }

    /** Prints what is due. */
    void tick(long nowNs) {
        if (!hasStarted) {
            hasStarted = true;
            rateSinceNs = nowNs;
            nextLineNs = nowNs + LINE_INTERVAL_NS;
        }
        if (progress == null || progress.totalBytesSent() == 0) {
            restartRate(nowNs);
        }
        boolean isLineDue = nowNs - nextLineNs >= 0;
        String line = isLineDue || statusLine != null ? line(nowNs) : "";
        if (line.isEmpty()) {
            return;
        }
        if (isLineDue) {
            nextLineNs = nowNs + LINE_INTERVAL_NS;
            restartRate(nowNs);
        }
        if (isOff) {
            return;
        }
        if (statusLine == null) {
            lines.accept(line);
        } else {
            statusLine.show(line);
        }
    }

    /** Removes the line. */
    void end() {
        if (statusLine != null) {
            statusLine.clear();
        }
    }

    /** How far it is; empty when there is nothing to say. */
    String line(long nowNs) {
        SessionEvent.Announced last = announced;
        if (isAnnouncing && last != null) {
            String who = last.expected() > 0
                    ? last.registered() + " of " + last.expected() + " registered"
                    : last.registered() + " registered";
            return "announced " + DisplayText.count(last.attempt(), "time") + " " + target.words() + ", " + who;
        }
        SendProgress now = progress;
        if (now == null) {
            return isAnnouncing ? "about to announce " + target.words() : "";
        }
        return DisplayText.safe(now.waitingFor().isEmpty() ? data(now, nowNs) : waiting(now));
    }

    private static String waiting(SendProgress now) {
        return "waiting for " + now.waitingFor() + ", " + receivers(now);
    }

    /** The name comes last: it is what a narrow terminal cuts off. */
    private String data(SendProgress now, long nowNs) {
        double seconds = (nowNs - rateSinceNs) / NS_PER_SECOND;
        double bytesPerSecond = seconds > 0 ? (now.totalBytesSent() - rateSinceBytes) / seconds : 0;
        long percent = now.fileBytes() == 0 ? 100 : 100 * now.fileBytesSent() / now.fileBytes();
        String eta = "";
        if (now.pass() > 1) {
            eta = "pass " + now.pass() + ", ";
        } else if (bytesPerSecond > 0) {
            eta = "ETA " + DisplayText.countdown((now.fileBytes() - now.fileBytesSent()) / bytesPerSecond) + ", ";
        }
        return percent + " %, " + DisplayText.bytes(now.fileBytesSent()) + " of " + DisplayText.bytes(now.fileBytes())
                + ", " + DisplayText.rate(bytesPerSecond * BITS_PER_BYTE) + ", " + eta + receivers(now) + ": "
                + now.fileName();
    }

    private static String receivers(SendProgress now) {
        return now.receiversDone() + " done " + now.receiversActive() + " active " + now.receiversFailed() + " lost, "
                + DisplayText.count(now.naksReceived(), "NAK");
    }

    private void restartRate(long nowNs) {
        SendProgress now = progress;
        rateSinceNs = nowNs;
        rateSinceBytes = now == null ? 0 : now.totalBytesSent();
    }
}
