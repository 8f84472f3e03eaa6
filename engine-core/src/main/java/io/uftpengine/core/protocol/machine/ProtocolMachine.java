package io.uftpengine.core.protocol.machine;

import io.uftpengine.core.event.SessionEvent;
import java.net.InetSocketAddress;

/**
 * One session in one role, without I/O: messages and time go in, actions, events and blocks to transmit come out.
 *
 * <p>A machine reads no clock, random source, file, socket, logger or meter. It is single-threaded: the event loop that
 * owns the session makes every call. After <em>any</em> input the host drains {@link #pollAction()} and
 * {@link #pollEvent()}, transmits while the socket is writable, and re-arms one timer for {@link #nextDeadlineNs()}.
 *
 * <p>All times are nanoseconds of one monotonic clock whose origin does not matter; the time stamps inside messages are
 * derived from it by the epoch offset in the machine's parameters.
 */
public interface ProtocolMachine {
    /** {@link #nextDeadlineNs()} when the machine waits for input only. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * Sees every datagram of the session before its message: source check, sequence window, GRTT and group size, idle
     * timer.
     *
     * @param function code of the message's function, of the opened message when it was encrypted
     * @param protection what vouches for it; a clear header of an encrypted session may claim anything
     * @param sequence 0..65535
     * @param grttCode quantized GRTT as on the wire
     * @param groupSizeCode quantized group size as on the wire
     * @param datagramLength UDP payload length in bytes
     * @return null when the datagram may be processed, otherwise why it must be dropped
     */
    DropReason onHeader(
            int function,
            Protection protection,
            int sequence,
            int sourceId,
            int grttCode,
            int groupSizeCode,
            int datagramLength,
            InetSocketAddress remote,
            long nowNs);

    /** A decoded control message whose header {@link #onHeader} accepted. */
    void onMessage(Inbound in, long nowNs);

    /** The deadline has passed. Harmless when early or repeated. */
    void onTimeout(long nowNs);

    /** The answer to an action that asked for slow work. Answers to requests that no longer matter are ignored. */
    void onTaskResult(TaskResult result, long nowNs);

    /** The user or the host wants the session to end now: the peers are told with an ABORT carrying the reason. */
    void onAbortRequest(String reason, long nowNs);

    /** When {@link #onTimeout} or {@link #pollTransmit} wants to be called next, or {@link #NO_DEADLINE}. */
    long nextDeadlineNs();

    /**
     * Offers blocks that may leave now: those whose bytes {@link TaskResult.BlocksReady} has granted, in exactly that
     * order, and as many as the rate allows.
     *
     * @param maxSegments the most blocks that the sink takes in this call
     * @return how many blocks were given to the sink
     */
    int pollTransmit(long nowNs, int maxSegments, TransmitSink sink);

    /** Next thing for the host to do, in order, or null when drained. */
    Action pollAction();

    /** Next event for listeners, in order, or null when drained. */
    SessionEvent pollEvent();

    /** True when the session is over and its last actions have been polled: the host forgets the machine. */
    boolean isTerminated();
}
