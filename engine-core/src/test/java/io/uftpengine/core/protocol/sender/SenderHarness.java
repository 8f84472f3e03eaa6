package io.uftpengine.core.protocol.sender;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.cc.TfmccLimits;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A host for one {@link SenderSession} with a clock of its own, a disk and a log of everything sent; receivers are played
 * by the test. Checks that sequence numbers are those of the order on the wire.
 */
final class SenderHarness {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;
    static final int SENDER_ID = 0x0A0B0C0D;
    static final int GROUP_ID = 0x12345678;
    static final int SIGNATURE = 68;

    /** Something on the wire; {@code message} is null for a block. */
    record Packet(
            long atNs,
            int sequence,
            int grttCode,
            Message message,
            Action.Destination destination,
            Protection protection,
            Block block) {}

    /** A FILESEG. */
    record Block(int fileId, int section, int block, long offset, int length, long stamp) {
        Block(int fileId, int section, int block, long offset, int length) {
            this(fileId, section, block, offset, length, TfmccStamp.NONE);
        }
    }

    /** An object on the disk; {@code changed} is what closing it says. */
    record DiskFile(String name, long size, FileType type, long modifiedSeconds, String changed) {
        static DiskFile of(String name, long size) {
            return new DiskFile(name, size, FileType.REGULAR, 1_700_000_000L, null);
        }
    }

    /** Parameters with everything at its default. */
    static final class Setup {
        int blockSize = 1000;
        int robust = 20;
        long grttNs = 500 * MS;
        long minGrttNs = 10 * MS;
        long maxGrttNs = 15 * SECOND;
        long rate = SenderParameters.UNLIMITED_RATE;
        long floor = SenderParameters.UNREGULATED;
        int[] receivers = {};
        int maxPasses = 65535;
        boolean quitOnError;
        boolean diskHeld;
        EncInfo encryption;
        TfmccLimits tfmcc;
        long keyWorkNs;
        final List<DiskFile> files = new ArrayList<>();

        static Setup closed(int... receivers) {
            Setup setup = new Setup();
            setup.receivers = receivers;
            return setup;
        }

        /** Encrypted; each key work takes that long. */
        Setup encrypted(boolean clientAuth, long workNs) {
            encryption = EncInfo.of(
                    clientAuth,
                    6,
                    2,
                    Bytes.zeros(EncInfo.RANDOM_LENGTH),
                    Bytes.zeros(68),
                    Bytes.zeros(68),
                    Bytes.zeros(SIGNATURE));
            keyWorkNs = workNs;
            return this;
        }

        Setup file(String name, long size) {
            files.add(DiskFile.of(name, size));
            return this;
        }

        SenderHarness start() {
            return new SenderHarness(this);
        }
    }

    final SenderSession session;
    final KeyHost keys;
    final List<Packet> wire = new ArrayList<>();
    final List<SessionEvent> events = new ArrayList<>();
    final List<Action> requests = new ArrayList<>();
    private final List<DiskFile> disk;
    private final List<Action> heldRequests = new ArrayList<>();
    private final SectionLayoutCache layouts;
    private final Map<Integer, DiskFile> opened = new HashMap<>();
    private int nextDiskFile;
    /** Most blocks that one poll brought: what goes into one send call. */
    int mostAtOnce;
    /** Requests to the disk wait for {@link #releaseDisk()}. */
    boolean diskHeld;

    private long epochOffsetMicros = 1_700_000_000_000_000L;
    private int expectedSequence;
    long now = 5 * SECOND;

    private SenderHarness(Setup setup) {
        disk = setup.files;
        diskHeld = setup.diskHeld;
        layouts = new SectionLayoutCache(setup.blockSize);
        session = new SenderSession(
                new SenderParameters(
                        SENDER_ID,
                        GROUP_ID,
                        0,
                        address("230.4.4.1"),
                        address("230.5.5.7"),
                        setup.blockSize,
                        setup.robust,
                        setup.grttNs,
                        setup.minGrttNs,
                        setup.maxGrttNs,
                        setup.rate,
                        IdList.of(setup.receivers),
                        setup.maxPasses,
                        setup.quitOnError,
                        epochOffsetMicros,
                        setup.encryption,
                        setup.tfmcc,
                        setup.floor),
                now);
        keys = new KeyHost(session, setup.keyWorkNs);
        drain();
    }

    /** Layout of a file by size. */
    private record SectionLayoutCache(int blockSize) {
        SectionLayout of(long size) {
            return new SectionLayout(size, blockSize);
        }
    }

    SectionLayout layout(long size) {
        return layouts.of(size);
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static InetSocketAddress addressOf(int id) {
        return new InetSocketAddress(address("198.18." + (id >> 8 & 0xFF) + "." + (id & 0xFF)), 1044);
    }

    // ---- the host

    private void drain() {
        boolean busy = true;
        while (busy) {
            busy = false;
            for (Action action = session.pollAction(); action != null; action = session.pollAction()) {
                busy = true;
                take(action);
            }
            for (SessionEvent event = session.pollEvent(); event != null; event = session.pollEvent()) {
                events.add(event);
            }
            for (int sent = session.pollTransmit(now, 64, this::onBlock);
                    sent > 0;
                    sent = session.pollTransmit(now, 64, this::onBlock)) {
                busy = true;
                mostAtOnce = Math.max(mostAtOnce, sent);
            }
            busy |= keys.advance(now);
        }
    }

    private void take(Action action) {
        if (action instanceof Action.Send send) {
            assertEquals(SENDER_ID, send.header().sourceId());
            assertEquals(GROUP_ID, send.header().groupId());
            log(send.header(), send.message(), send.destination(), send.protection());
        } else if (action instanceof Action.SendSigned send) {
            log(send.header(), send.message(), send.destination(), Protection.CLEAR);
        } else if (action instanceof Action.SendKeyInfo send) {
            List<KeyInfo.Entry> entries = send.receivers().stream()
                    .mapToObj(id -> new KeyInfo.Entry(id, Bytes.zeros(KeyInfo.Entry.SEALED_LENGTH)))
                    .toList();
            log(send.header(), new KeyInfo(0, Bytes.zeros(SIGNATURE), entries), send.destination(), Protection.CLEAR);
        } else if (!keys.take(action, now)) {
            requests.add(action);
            if (diskHeld) {
                heldRequests.add(action);
            } else {
                answer(action);
            }
        }
    }

    private void log(UftpHeader header, Message message, Action.Destination destination, Protection protection) {
        assertEquals(message.function(), header.function());
        checkSequence(header.sequence());
        wire.add(new Packet(now, header.sequence(), header.grttCode(), message, destination, protection, null));
    }

    private void onBlock(
            int sequence,
            int grttCode,
            int groupSizeCode,
            int fileId,
            int section,
            int block,
            long fileOffset,
            int length,
            long stamp) {
        checkSequence(sequence);
        wire.add(new Packet(
                now,
                sequence,
                grttCode,
                null,
                Outbox.TO_PRIVATE,
                Protection.APPLICATION,
                new Block(fileId, section, block, fileOffset, length, stamp)));
    }

    private void checkSequence(int sequence) {
        assertEquals(expectedSequence, sequence, "sequence numbers follow the order on the wire");
        expectedSequence = expectedSequence + 1 & 0xFFFF;
    }

    /** Answers what was asked while the disk was held. */
    void releaseDisk() {
        diskHeld = false;
        List<Action> held = List.copyOf(heldRequests);
        heldRequests.clear();
        held.forEach(this::answer);
        drain();
    }

    private void answer(Action request) {
        if (request instanceof Action.OpenSource open) {
            if (nextDiskFile < disk.size()) {
                DiskFile file = disk.get(nextDiskFile++);
                opened.put(open.fileId(), file);
                result(
                        file.size() < 0
                                ? new TaskResult.SourceUnusable(open.fileId(), file.name(), "unreadable")
                                : new TaskResult.SourceOpened(
                                        open.fileId(),
                                        file.type(),
                                        file.name(),
                                        file.type() == FileType.LINK ? "target" : "",
                                        file.size(),
                                        file.modifiedSeconds()));
            } else {
                result(new TaskResult.SourcesExhausted(open.fileId()));
            }
        } else if (request instanceof Action.ReadBlocks read) {
            result(new TaskResult.BlocksReady(read.fileId(), read.firstBlock(), read.count()));
        } else if (request instanceof Action.CloseSource close) {
            int position = (close.fileId() - 1) % 0xFFFF;
            result(new TaskResult.SourceClosed(
                    close.fileId(), disk.get(position).changed()));
        }
    }

    /** Feeds a result without draining; the caller's drain goes on. */
    private void result(TaskResult result) {
        session.onTaskResult(result, now);
    }

    /** Feeds a result as the host does. */
    void feed(TaskResult result) {
        session.onTaskResult(result, now);
        drain();
    }

    /** Lets time pass, calling the machine at its deadlines. */
    void run(long durationNs) {
        long end = now + durationNs;
        int idle = 0;
        while (nextNs() <= end) {
            long deadline = nextNs();
            idle = deadline <= now ? idle + 1 : 0;
            assertTrue(idle < 10, "deadlines make progress");
            now = Math.max(now, deadline);
            session.onTimeout(now);
            drain();
        }
        now = end;
    }

    private long nextNs() {
        return Math.min(session.nextDeadlineNs(), keys.nextNs());
    }

    /** Lets time pass until the next packet. */
    void runToNextPacket() {
        int before = wire.size();
        for (int i = 0; wire.size() == before; i++) {
            assertTrue(i < 1000 && nextNs() != ProtocolMachine.NO_DEADLINE, "a packet comes");
            now = Math.max(now, nextNs());
            session.onTimeout(now);
            drain();
        }
    }

    void abort(String reason) {
        session.onAbortRequest(reason, now);
        drain();
    }

    // ---- the receivers

    /** A message of a receiver from its own address; what the header check says. */
    DropReason receive(int id, Message message) {
        return receive(id, message, addressOf(id));
    }

    DropReason receive(int id, Message message, InetSocketAddress from) {
        DropReason dropped = session.onHeader(message.function().code(), Protection.CLEAR, 0, id, 0, 0, 100, from, now);
        if (dropped == null) {
            UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), 0, id, GROUP_ID, 0, 0, 0);
            session.onMessage(new Inbound(header, message, from), now);
        }
        drain();
        return dropped;
    }

    long epochMicros() {
        return epochOffsetMicros + now / 1000;
    }

    /** REGISTER of a receiver with that round-trip time. */
    DropReason register(int id, long rttNs) {
        return receive(id, Register.clear(epochMicros() - rttNs / 1000, IdList.EMPTY));
    }

    /** What a receiver of an encrypted session draws. */
    static Bytes randomOf(int id) {
        return randomOf(id, 0);
    }

    /** What somebody else draws that says to be that receiver. */
    static Bytes randomOf(int id, int forgery) {
        byte[] random = new byte[Register.RANDOM_LENGTH];
        for (int i = 0; i < Integer.BYTES; i++) {
            random[i] = (byte) (id >> Byte.SIZE * i);
            random[Integer.BYTES + i] = (byte) (forgery >> Byte.SIZE * i);
        }
        return Bytes.of(random);
    }

    /** REGISTER with a key. */
    Register keyed(Bytes random, long rttNs) {
        return new Register(epochMicros() - rttNs / 1000, random, KeyHost.GOOD_BLOB, IdList.EMPTY);
    }

    /** REGISTER of a receiver of an encrypted session, 2 ms round trip. */
    DropReason registerKeyed(int id) {
        return receive(id, keyed(randomOf(id), 2 * MS));
    }

    /** A sealed message of a receiver. */
    DropReason sealed(int id, Message message, Protection protection) {
        return sealed(id, randomOf(id), message, protection);
    }

    DropReason sealed(int id, Bytes author, Message message, Protection protection) {
        DropReason dropped = keys.receive(id, author, message, protection, addressOf(id), now);
        drain();
        return dropped;
    }

    DropReason clientKey(int id) {
        return sealed(id, KeyHost.GOOD_CLIENT_KEY, Protection.HANDSHAKE);
    }

    DropReason keyInfoAck(int id) {
        return sealed(id, KeyHost.GOOD_ACK, Protection.APPLICATION);
    }

    /** Whom the KEYINFOs list, one list each. */
    List<IdList> keyInfos() {
        return messages(KeyInfo.class).stream()
                .map(k -> IdList.of(
                        k.entries().stream().mapToInt(KeyInfo.Entry::receiverId).toArray()))
                .toList();
    }

    DropReason ackFileInfo(int id, int fileId, long rttNs) {
        return receive(id, new FileInfoAck(fileId, false, epochMicros() - rttNs / 1000, IdList.EMPTY));
    }

    DropReason complete(int id, int fileId) {
        return complete(id, fileId, CompletionStatus.NORMAL);
    }

    DropReason complete(int id, int fileId, CompletionStatus status) {
        return receive(id, new Complete(fileId, status, List.of(), IdList.EMPTY));
    }

    /** STATUS with NAKs for blocks of a section of {@code sectionBlocks} blocks. */
    DropReason status(int id, int fileId, int section, int sectionBlocks, int... blocks) {
        NakBitmap naks = NakBitmap.forBlocks(sectionBlocks);
        for (int block : blocks) {
            naks.set(block);
        }
        return receive(id, new Status(fileId, section, List.of(), naks));
    }

    // ---- the log

    List<Packet> packets(Function function) {
        return wire.stream()
                .filter(p -> p.message() != null && p.message().function() == function)
                .toList();
    }

    <M extends Message> List<M> messages(Class<M> type) {
        return wire.stream()
                .map(Packet::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    <M extends Message> M last(Class<M> type) {
        List<M> all = messages(type);
        return all.get(all.size() - 1);
    }

    List<Block> blocks() {
        return wire.stream().map(Packet::block).filter(b -> b != null).toList();
    }

    List<Announce> announces() {
        return messages(Announce.class);
    }

    List<FileInfo> fileInfos() {
        return messages(FileInfo.class);
    }

    List<Done> dones() {
        return messages(Done.class);
    }

    List<Abort> aborts() {
        return messages(Abort.class);
    }

    <E extends SessionEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void forgetWire() {
        wire.clear();
    }

    Participant participant(int id) {
        return session.view().participants().stream()
                .filter(p -> p.id() == id)
                .findFirst()
                .orElseThrow();
    }

    // ---- short cuts

    /** Everybody registers, 2 ms round trip. */
    SenderHarness allRegister(int... ids) {
        for (int id : ids) {
            register(id, 2 * MS);
        }
        return this;
    }

    /** Everybody takes the file. */
    SenderHarness allAck(int fileId, int... ids) {
        for (int id : ids) {
            ackFileInfo(id, fileId, 2 * MS);
        }
        return this;
    }

    void finishSession(int... ids) {
        for (int id : ids) {
            complete(id, 0);
        }
        run(SECOND);
    }
}
