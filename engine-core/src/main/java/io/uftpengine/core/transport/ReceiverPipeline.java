package io.uftpengine.core.transport;

import io.netty.channel.ChannelHandler;
import java.util.List;

/** What a datagram goes through at a receiver (design 3). Stateless. */
final class ReceiverPipeline {
    private ReceiverPipeline() {}

    /** New handlers for one channel, in their order. */
    static List<ChannelHandler> handlers(
            SessionDirectory sessions, DatagramWriter writer, TransportCounters counters, RateLimitedLog log) {
        return List.of(
                new DatagramCodecHandler(counters),
                new DecryptHandler(sessions, counters, log, System::nanoTime),
                new SessionDispatchHandler(sessions, writer, System::nanoTime),
                new FileSinkHandler(sessions, System::nanoTime),
                new FaultHandler(counters, log));
    }
}
