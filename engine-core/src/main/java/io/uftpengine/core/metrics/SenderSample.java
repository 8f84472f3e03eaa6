package io.uftpengine.core.metrics;

import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderView;
import java.util.EnumMap;
import java.util.Map;

/** What a sender's session has come to at one moment. Rates in bytes a second, infinite without a limit. */
record SenderSample(
        Phase phase,
        Map<ReceiverState, Integer> receivers,
        long blocks,
        long blocksAgain,
        long bytes,
        long bytesAgain,
        long naks,
        double rate,
        double rateLimit,
        long grttNs,
        long lost,
        long expected) {
    /** Before there is a session. */
    static final SenderSample NOTHING = new SenderSample(Phase.OVER, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    static SenderSample of(SenderView view) {
        Map<ReceiverState, Integer> receivers = new EnumMap<>(ReceiverState.class);
        for (ReceiverState state : ReceiverState.values()) {
            receivers.put(state, view.receiversIn(state));
        }
        long takingPart = receivers.get(ReceiverState.ACTIVE) + receivers.get(ReceiverState.DONE);
        long firstTime = view.blocksSent() - view.blocksRetransmitted();
        return new SenderSample(
                view.phase(),
                receivers,
                view.blocksSent(),
                view.blocksRetransmitted(),
                view.bytesSent(),
                view.bytesRetransmitted(),
                view.naksReceived(),
                rate(view.rateBytesPerSecond()),
                rate(view.rateLimitBytesPerSecond()),
                view.grttNs(),
                view.naksReceived(),
                // Each receiver needs every block once, and every one that it asks for once more.
                firstTime * takingPart + view.naksReceived());
    }

    private static double rate(long bytesPerSecond) {
        return bytesPerSecond == SenderParameters.UNLIMITED_RATE ? Double.POSITIVE_INFINITY : bytesPerSecond;
    }
}
