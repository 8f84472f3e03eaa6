package io.uftpengine.core.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.core.protocol.sender.SenderParameters;
import io.uftpengine.core.protocol.sender.SenderSession;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.logging.log4j.LogManager;

/**
 * Plays one whole session of one block in memory, once per process: the first ANNOUNCE and REGISTER of a process
 * otherwise wait for a few hundred classes to be loaded, and the round-trip time measured by them paces the session.
 */
final class WarmUp {
    /** Steps of virtual time; such a session takes fewer than a hundred. */
    private static final int MAX_STEPS = 500;

    private static final int BLOCK_SIZE = 512;
    private static final int RECEIVER_ID = 2;
    private static final long GRTT_NS = 10_000_000;
    private static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final InetSocketAddress RECEIVER_ADDRESS =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 2);
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private final ByteBuf wire = Unpooled.buffer();
    private final SenderSession sender;
    private ReceiverSession receiver;
    private long nowNs;

    private WarmUp() {
        InetAddress none = InetAddress.getLoopbackAddress();
        sender = new SenderSession(
                new SenderParameters(
                        1,
                        1,
                        0,
                        none,
                        none,
                        BLOCK_SIZE,
                        20,
                        GRTT_NS,
                        GRTT_NS,
                        GRTT_NS,
                        SenderParameters.UNLIMITED_RATE,
                        IdList.of(RECEIVER_ID),
                        10,
                        false,
                        0,
                        null),
                nowNs);
    }

    /** The first call in a process takes some tens of milliseconds, others nothing. Never fails. */
    static void run() {
        if (DONE.compareAndSet(false, true)) {
            try {
                new WarmUp().play();
            } catch (RuntimeException | DecodeException e) {
                LogManager.getLogger(WarmUp.class).debug("warm-up failed", e);
            }
        }
    }

    /** Whether the session came to its end; for the test. */
    static boolean reachesTheEnd() throws DecodeException {
        WarmUp warmUp = new WarmUp();
        warmUp.play();
        return warmUp.sender.isTerminated() && warmUp.receiver.isTerminated();
    }

    private void play() throws DecodeException {
        for (int step = 0; step < MAX_STEPS && !sender.isTerminated(); step++) {
            drain(sender, SENDER_ADDRESS);
            sender.pollTransmit(nowNs, 1, (seq, grtt, size, fileId, section, block, offset, length) -> {
                receiver.onHeader(9, Protection.CLEAR, seq, 1, grtt, size, length, SENDER_ADDRESS, nowNs);
                receiver.claimBlock(fileId, section, block, length, nowNs);
            });
            if (receiver != null) {
                drain(receiver, RECEIVER_ADDRESS);
                receiver.onTimeout(nowNs);
            }
            sender.onTimeout(nowNs);
            nowNs += GRTT_NS / 4;
        }
    }

    private void drain(ProtocolMachine machine, InetSocketAddress from) throws DecodeException {
        for (Action action = machine.pollAction(); action != null; action = machine.pollAction()) {
            if (action instanceof Action.Send send) {
                deliver(send, from);
            } else {
                TaskResult answer = answerTo(action);
                if (answer != null) {
                    machine.onTaskResult(answer, nowNs);
                }
            }
        }
        while (machine.pollEvent() != null) {
            continue;
        }
    }

    private static TaskResult answerTo(Action action) {
        if (action instanceof Action.OpenSource open) {
            return open.fileId() == 1
                    ? new TaskResult.SourceOpened(1, FileType.REGULAR, "f", "", BLOCK_SIZE, 1)
                    : new TaskResult.SourcesExhausted(open.fileId());
        } else if (action instanceof Action.ReadBlocks read) {
            return new TaskResult.BlocksReady(read.fileId(), read.firstBlock(), read.count());
        } else if (action instanceof Action.CloseSource close) {
            return new TaskResult.SourceClosed(close.fileId(), null);
        } else if (action instanceof Action.OpenFile open) {
            return new TaskResult.FileOpened(
                    open.fileId(), TaskResult.OpenOutcome.RECEIVE, CompletionStatus.NORMAL, -1, "");
        } else if (action instanceof Action.CommitFile commit) {
            return new TaskResult.FileCommitted(commit.fileId(), CompletionStatus.NORMAL);
        }
        return null;
    }

    private void deliver(Action.Send send, InetSocketAddress from) throws DecodeException {
        WireFormat format = WireFormats.of(send.header().version());
        wire.clear();
        format.encode(send.header(), send.message(), wire);
        int length = wire.readableBytes();
        UftpHeader header = format.decodeHeader(wire);
        Inbound inbound = new Inbound(header, format.decode(header, wire), from);
        ProtocolMachine to = from.equals(SENDER_ADDRESS) ? receiver : sender;
        if (to == null) {
            receiver = new ReceiverSession(new ReceiverParameters(RECEIVER_ID, 0, SenderTrust.ANYBODY), inbound, nowNs);
        } else if (to.onHeader(
                        header.function().code(),
                        Protection.CLEAR,
                        header.sequence(),
                        header.sourceId(),
                        header.grttCode(),
                        header.groupSizeCode(),
                        length,
                        from,
                        nowNs)
                == null) {
            to.onMessage(inbound, nowNs);
        }
    }
}
