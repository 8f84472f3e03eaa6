package io.uftpengine.core.engine;

import io.uftpengine.core.config.Role;
import io.uftpengine.core.engine.SessionSnapshot.FileSnapshot;
import io.uftpengine.core.protocol.receiver.ReceiverProgress;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SessionOrigin;
import io.uftpengine.crypto.api.CipherSuite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes snapshots of a receiver's sessions. Belongs to its event loop. */
final class ReceiverSnapshots {
    /** A session in the clear, as {@code --cipher} has it. */
    static final String NO_CIPHER = "none";

    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final int uniqueId;

    /** Of the sessions that were there at the last look. */
    private Map<ReceiverSession, RateMeter> rates = Map.of();

    ReceiverSnapshots(int uniqueId) {
        this.uniqueId = uniqueId;
    }

    List<SessionSnapshot> take(List<ReceiverSession> sessions, long nowNs) {
        Map<ReceiverSession, RateMeter> kept = new HashMap<>();
        List<SessionSnapshot> taken = new ArrayList<>();
        for (ReceiverSession session : sessions) {
            RateMeter known = rates.get(session);
            RateMeter rate = known == null ? new RateMeter(session.origin().beganNs()) : known;
            kept.put(session, rate);
            taken.add(take(session, rate, nowNs));
        }
        rates = kept;
        return taken;
    }

    private SessionSnapshot take(ReceiverSession session, RateMeter rate, long nowNs) {
        SessionOrigin origin = session.origin();
        ReceiverProgress progress = session.progress();
        double bytesPerSecond = rate.perSecond(progress.bytesReceived(), nowNs);
        return new SessionSnapshot(
                Role.RECEIVE,
                origin.groupId(),
                origin.instance(),
                uniqueId,
                origin.senderId(),
                origin.sender(),
                origin.protocol(),
                origin.cipher().map(CipherSuite::optionName).orElse(NO_CIPHER),
                session.phase(),
                "",
                nowNs - origin.beganNs(),
                progress.grttNs(),
                progress.currentFileName().isEmpty() ? Optional.empty() : Optional.of(file(progress, bytesPerSecond)),
                progress.bytesReceived(),
                0,
                bytesPerSecond,
                Optional.empty(),
                progress.naksSent(),
                lossRatio(progress),
                List.of());
    }

    private static FileSnapshot file(ReceiverProgress progress, double bytesPerSecond) {
        long left = progress.currentFileSize() - progress.currentFileBytesClaimed();
        Optional<Long> remainingNs =
                bytesPerSecond <= 0 ? Optional.empty() : Optional.of((long) (left / bytesPerSecond * SECOND_NS));
        return new FileSnapshot(
                progress.currentFileName(),
                progress.currentFileSize(),
                progress.currentFileBytesClaimed(),
                0,
                remainingNs);
    }

    private static double lossRatio(ReceiverProgress progress) {
        long missing = Math.max(0, progress.sequenceGaps() - progress.latePackets());
        long all = progress.packets() + missing;
        return all == 0 ? 0 : (double) missing / all;
    }
}
