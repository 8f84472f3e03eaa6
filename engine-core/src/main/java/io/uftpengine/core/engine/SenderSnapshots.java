package io.uftpengine.core.engine;

import io.uftpengine.core.config.Role;
import io.uftpengine.core.engine.SessionSnapshot.FileSnapshot;
import io.uftpengine.core.engine.SessionSnapshot.ReceiverSnapshot;
import io.uftpengine.core.protocol.sender.OutgoingFile;
import io.uftpengine.core.protocol.sender.Participant;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Makes snapshots of a sender's session. Belongs to its event loop. */
final class SenderSnapshots {
    private static final double SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    private final SenderStart start;
    private final SenderView view;
    private final RateMeter rate;

    SenderSnapshots(SenderStart start, SenderView view, long nowNs) {
        this.start = start;
        this.view = view;
        rate = new RateMeter(nowNs);
    }

    SessionSnapshot take(long nowNs) {
        SenderParameters parameters = start.parameters();
        double bytesPerSecond = rate.perSecond(view.bytesSent(), nowNs);
        List<ReceiverSnapshot> receivers = new ArrayList<>();
        long joined = 0;
        for (Participant participant : view.participants()) {
            receivers.add(receiver(participant, nowNs));
            joined += participant.address() == null ? 0 : 1;
        }
        long limit = view.rateBytesPerSecond();
        return new SessionSnapshot(
                Role.SEND,
                parameters.groupId(),
                parameters.instance(),
                parameters.uniqueId(),
                parameters.uniqueId(),
                start.route().publicAddress(),
                start.protocol(),
                start.cipher(),
                view.phase(),
                view.waitingFor(),
                view.elapsedNs(nowNs),
                view.grttNs(),
                Optional.ofNullable(view.currentFile()).map(file -> file(file, bytesPerSecond)),
                view.bytesSent(),
                view.bytesRetransmitted(),
                bytesPerSecond,
                limit == SenderParameters.UNLIMITED_RATE ? Optional.empty() : Optional.of(limit),
                view.naksReceived(),
                ratio(view.naksReceived(), view.blocksSent() * joined),
                receivers);
    }

    private FileSnapshot file(OutgoingFile file, double bytesPerSecond) {
        long left = file.size() - view.fileBytesSent();
        Optional<Long> remainingNs = view.pass() > 1 || bytesPerSecond <= 0
                ? Optional.empty()
                : Optional.of((long) (left / bytesPerSecond * SECOND_NS));
        return new FileSnapshot(file.name(), file.size(), view.fileBytesSent(), view.pass(), remainingNs);
    }

    private ReceiverSnapshot receiver(Participant participant, long nowNs) {
        return new ReceiverSnapshot(
                participant.id(),
                Optional.ofNullable(participant.address()),
                participant.state(),
                participant.reason(),
                participant.bytes(),
                view.fileBytesAt(participant),
                participant.naks(),
                ratio(participant.naks(), view.blocksSent()),
                participant.rttNs(),
                participant.activeNs(nowNs));
    }

    /** A receiver may ask for a block more often than it is sent. */
    private static double ratio(long naks, long blocks) {
        return blocks == 0 ? 0 : Math.min(1, (double) naks / blocks);
    }
}
