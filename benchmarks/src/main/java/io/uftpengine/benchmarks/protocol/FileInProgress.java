package io.uftpengine.benchmarks.protocol;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/** A receiver's session in the clear that has acknowledged a file and waits for its blocks. */
final class FileInProgress {
    static final int BLOCK_BYTES = 1300;
    /** Of every section of the files here. */
    static final int SECTION_BLOCKS = BLOCK_BYTES * Byte.SIZE;

    static final int FILE = 1;

    private static final int SENDER = 0x01020304;
    private static final int RECEIVER = 0x77;
    private static final int GROUP = 0x0A0B0C0D;
    private static final int GRTT_CODE = 106;
    private static final int MAX_16_BIT = 0xFFFF;
    private static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress("198.18.0.1", 5000);
    private static final IdList US = IdList.of(RECEIVER);

    final ReceiverSession session;
    private final Inbound done;
    private int sequence;
    private long nowNs;

    FileInProgress(int sections) {
        session = new ReceiverSession(
                new ReceiverParameters(RECEIVER, 0, SenderTrust.ANYBODY), inbound(announce()), nowNs);
        deliver(inbound(new RegConf(US)));
        long size = (long) sections * SECTION_BLOCKS * BLOCK_BYTES;
        deliver(inbound(
                new FileInfo(FILE, FileType.REGULAR, 0, size, WireName.of("bench.bin"), WireName.EMPTY, 2000, US)));
        session.onTaskResult(
                new TaskResult.FileOpened(FILE, TaskResult.OpenOutcome.RECEIVE, CompletionStatus.NORMAL, -1, ""),
                nowNs);
        drain();
        done = inbound(new Done(FILE, sections - 1, US));
    }

    private static Announce announce() {
        return new Announce(
                false,
                false,
                20,
                Announce.CC_NONE,
                BLOCK_BYTES,
                1000,
                multicast(1),
                multicast(2),
                List.of(),
                IdList.EMPTY);
    }

    private static InetAddress multicast(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 239, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private Inbound inbound(Message message) {
        UftpHeader header =
                new UftpHeader(ProtocolVersion.V5, message.function(), sequence, SENDER, GROUP, 0, GRTT_CODE, 0);
        return new Inbound(header, message, SENDER_ADDRESS);
    }

    private void deliver(Inbound in) {
        header(in.header().function());
        session.onMessage(in, nowNs);
    }

    private void header(Function function) {
        Object dropped = session.onHeader(
                function.code(),
                Protection.CLEAR,
                sequence++ & MAX_16_BIT,
                SENDER,
                GRTT_CODE,
                0,
                BLOCK_BYTES,
                SENDER_ADDRESS,
                nowNs);
        if (dropped != null) {
            throw new IllegalStateException("dropped: " + dropped);
        }
    }

    /** One FILESEG: what the machine does with its header, then with the block. */
    long receive(int section, int block) {
        header(Function.FILESEG);
        return session.claimBlock(FILE, section, block, BLOCK_BYTES, nowNs);
    }

    /** A DONE that wants an answer, and time until it is given. Returns the last thing that is sent. */
    Action reportAfterDone() {
        deliver(done);
        nowNs = session.nextDeadlineNs();
        session.onTimeout(nowNs);
        return drain();
    }

    private Action drain() {
        Action last = null;
        for (Action action = session.pollAction(); action != null; action = session.pollAction()) {
            last = action;
        }
        while (session.pollEvent() != null) {
            continue;
        }
        return last;
    }
}
