package io.uftpengine.cli;

import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.SessionEvent;
import java.util.HashSet;
import java.util.Set;

/** What a receiver does, in one line. Written by the engine's thread, read by the main thread. */
final class ReceiveStatus {
    private final Set<Integer> sessions = new HashSet<>();
    private long files;
    private long bytes;

    synchronized void onEvent(int groupId, SessionEvent event) {
        if (event instanceof SessionEvent.PhaseEntered entered && entered.phase() == SessionEvent.Phase.ANNOUNCE) {
            sessions.add(groupId);
        } else if (event instanceof SessionEvent.SessionEnded) {
            sessions.remove(groupId);
        } else if (event instanceof SessionEvent.FileFinished file
                && (file.outcome() == FileOutcome.COPY || file.outcome() == FileOutcome.OVERWRITTEN)) {
            files++;
            bytes += file.size();
        }
    }

    synchronized String words() {
        String now = sessions.isEmpty()
                ? "waiting for senders"
                : "receiving in " + DisplayText.count(sessions.size(), "session");
        return now + "; " + DisplayText.count(files, "file") + ", " + DisplayText.bytes(bytes) + " so far";
    }
}
