package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.ReplayWindow;
import io.uftpengine.crypto.packet.SlidingReplayWindow;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** One receiving computer: socket, disk and at most one session at a time. */
final class SimReceiverHost extends SimHost {
    /** Datagrams that a socket holds while its owner is not reading. */
    private static final int SOCKET_BUFFER_DATAGRAMS = 150;

    private static final int MAX_ACTIONS = 4096;
    private static final int NO_LIMIT = -1;

    /** Makes an empty disk that answers into a queue. */
    @FunctionalInterface
    interface DiskFactory {
        SinkStorage create(EventQueue<TaskResult> answers);
    }

    private final int index;
    private final int uniqueId;
    private final ReceiverPort.Kind kind;
    private final SimNetwork network;
    private final DiskFactory disks;
    private final ArrivalRing arrivals = new ArrivalRing();
    private final SimKeys simKeys;
    private final Set<Long> closedSessions = new HashSet<>();
    private final long[] dropped = new long[DropReason.values().length];

    private final List<SinkStorage> formerDisks = new ArrayList<>();
    private SinkStorage storage;
    private UpstreamChecks checks;
    private ReceiverPort port;
    private InetSocketAddress senderAddress;
    private long session;
    /** Null in a session in the clear. */
    private HostKeys keys;

    private SlidingReplayWindow sealedBlocks;
    private boolean hasKeys;
    private boolean announceRefused;
    /** A message in the clear that is being handled by a session that has keys. */
    private Inbound unproven;

    private boolean isUp = true;
    private boolean joined;
    private boolean sawEnd;
    private SessionEvent.SessionEnded ended;
    private int dieAfterBlocks = NO_LIMIT;
    private long datagrams;
    private long blocksStored;
    private long blocksNotWanted;
    private long blocksWithoutKeys;
    private long strays;
    private int keysAgreed;
    private int overflow;

    /** @param simKeys null when no session can be encrypted */
    SimReceiverHost(
            int index, int uniqueId, ReceiverPort.Kind kind, SimNetwork network, DiskFactory disks, SimKeys simKeys) {
        this.simKeys = simKeys;
        this.index = index;
        this.uniqueId = uniqueId;
        this.kind = kind;
        this.network = network;
        this.disks = disks;
        newMachine();
    }

    private void newMachine() {
        port = null;
        joined = false;
        timerNs = EventQueue.NEVER;
        tasks.clear();
        arrivals.clear();
        closedSessions.clear();
        closeKeys();
        if (storage != null) {
            formerDisks.add(storage);
        }
        storage = disks.create(tasks);
        checks = null;
    }

    /** Power off; nothing is told to anybody. */
    void die() {
        isUp = false;
        newMachine();
    }

    /** Power on, or off and on again: knows nothing of before. */
    void boot() {
        isUp = true;
        newMachine();
    }

    void dieAfterBlocks(int blocks) {
        dieAfterBlocks = blocks;
    }

    boolean isUp() {
        return isUp;
    }

    SinkStorage storage() {
        return storage;
    }

    /** Whether a file is or was in place here, maybe before a reboot, and maybe with the content of a source that changed. */
    boolean hasHad(int fileId) {
        return hasHad(entry -> true, fileId);
    }

    /** Whether the right copy of a file is or was in place here, maybe before a reboot. */
    boolean hasHadRight(int fileId) {
        return hasHad(SinkStorage.Entry::isRight, fileId);
    }

    private boolean hasHad(Predicate<SinkStorage.Entry> how, int fileId) {
        return isInPlace(storage, how, fileId) || formerDisks.stream().anyMatch(disk -> isInPlace(disk, how, fileId));
    }

    private static boolean isInPlace(SinkStorage disk, Predicate<SinkStorage.Entry> how, int fileId) {
        SinkStorage.Entry entry = disk.entry(fileId);
        return entry != null && entry.isInPlace() && how.test(entry);
    }

    int uniqueId() {
        return uniqueId;
    }

    /** How the last session ended, or null. */
    SessionEvent.SessionEnded ended() {
        return ended;
    }

    long dropped(DropReason reason) {
        return dropped[reason.ordinal()];
    }

    long datagrams() {
        return datagrams;
    }

    long blocksStored() {
        return blocksStored;
    }

    /** Blocks that arrived and were had already. */
    long blocksNotWanted() {
        return blocksNotWanted;
    }

    /** Blocks that arrived before the keys. */
    long blocksWithoutKeys() {
        return blocksWithoutKeys;
    }

    /** Datagrams of no session of this receiver, or of none at all. */
    long strays() {
        return strays;
    }

    /** Sessions that got as far as having keys. */
    int keysAgreed() {
        return keysAgreed;
    }

    /** A datagram is under way to here. */
    void arrives(long timeNs, long packet) {
        arrivals.add(timeNs, packet);
    }

    /** The lowest number of a packet under way to here, or {@code none}. */
    long oldestPacket(long none) {
        return arrivals.oldestPacket(none);
    }

    @Override
    String name() {
        return String.format("receiver %d (%08X)", index, uniqueId);
    }

    @Override
    boolean isOver() {
        return port == null;
    }

    @Override
    protected long nextArrivalNs() {
        return arrivals.nextNs();
    }

    @Override
    protected void onArrival(long arrivalNs) {
        long packet = arrivals.poll();
        if (!isUp) {
            return;
        }
        if (arrivalNs < pausedUntilNs()) {
            if (++overflow > SOCKET_BUFFER_DATAGRAMS) {
                return;
            }
        } else {
            overflow = 0;
        }
        PacketLog log = network.log();
        if (packet >= 0 && log.target(packet) == PacketLog.PRIVATE && !joined) {
            return;
        }
        Datagram datagram = packet < 0 ? network.injected(packet) : log.message(packet);
        if (datagram == null) {
            if (port != null) {
                onFileSeg(log, packet);
            }
        } else if (port == null || session != sessionKey(datagram)) {
            onUnknown(datagram);
        } else if (datagram.in() != null) {
            onControl(datagram.in(), datagram.length());
        } else if (keys != null && datagram.outerFunction() == Function.ENCRYPTED.code()) {
            onSealed(datagram);
        } else {
            strays++;
        }
        drain();
        unproven = null;
    }

    /** One session at a time: as if it were the limit. */
    private void onUnknown(Datagram datagram) {
        boolean announce = datagram.in() != null && datagram.in().message() instanceof Announce;
        if (!announce || port != null || closedSessions.contains(sessionKey(datagram)) || !admit(datagram)) {
            strays++;
        }
    }

    private boolean admit(Datagram datagram) {
        Inbound announce = datagram.in();
        port = kind.admit(uniqueId, announce, machineTime());
        if (port == null) {
            return false;
        }
        checks = new UpstreamChecks(storage, uniqueId);
        session = sessionKey(datagram);
        senderAddress = announce.remote();
        sawEnd = false;
        ended = null;
        hasKeys = false;
        announceRefused = false;
        if (isEncrypted(announce)) {
            keys = simKeys.receiver(this, index, uniqueId, announce, this::onKeyResult, this::onSealed);
            sealedBlocks = new SlidingReplayWindow();
        }
        return true;
    }

    private static boolean isEncrypted(Inbound announce) {
        return ((Announce) announce.message()).extensions().stream().anyMatch(EncInfo.class::isInstance);
    }

    private void closeKeys() {
        if (keys != null) {
            keys.close();
            keys = null;
        }
        hasKeys = false;
    }

    private void onKeyResult(KeyWork.Result result) {
        if (result.datagram() != null) {
            throw new SimulationFailure(name() + " signs a datagram");
        }
        TaskResult answer = result.answer();
        if (answer == null) {
            return;
        }
        trace(answer.getClass().getSimpleName().hashCode());
        if (answer instanceof TaskResult.KeysAgreed) {
            hasKeys = true;
            keysAgreed++;
        } else if (answer instanceof TaskResult.HandshakeFailed && !checks.hasRegistered()) {
            announceRefused = true;
        }
        port.machine().onTaskResult(answer, machineTime());
        drain();
    }

    private void onSealed(Datagram datagram) {
        Inbound in = keys == null ? null : keys.open(datagram);
        if (in != null) {
            onControl(in, datagram.length());
            drain();
        }
    }

    private static long sessionKey(Datagram datagram) {
        return (long) datagram.groupId() << Byte.SIZE | datagram.instance();
    }

    private void onFileSeg(PacketLog log, long packet) {
        long now = machineTime();
        datagrams++;
        trace(packet);
        if (keys != null && !isOpened(packet)) {
            return;
        }
        DropReason drop = port.machine()
                .onHeader(
                        Function.FILESEG.code(),
                        keys == null ? Protection.CLEAR : Protection.APPLICATION,
                        log.sequence(packet),
                        network.senderId(),
                        log.grttCode(packet),
                        log.groupSizeCode(packet),
                        log.datagramLength(packet),
                        senderAddress,
                        now);
        if (drop != null) {
            dropped[drop.ordinal()]++;
            return;
        }
        if (log.stamp(packet) != TfmccStamp.NONE) {
            port.stamped(log.stamp(packet), now);
        }
        if (storage.refuses()) {
            port.blockRefused(now);
            return;
        }
        int fileId = log.fileId(packet);
        int section = log.section(packet);
        int block = log.block(packet);
        int length = log.length(packet);
        long offset = port.claimBlock(fileId, section, block, length, now);
        if (offset < 0) {
            blocksNotWanted++;
            return;
        }
        storage.store(fileId, section, block, offset, length, log.digest(packet), nowNs);
        blocksStored++;
        if (blocksStored == dieAfterBlocks) {
            die();
        }
    }

    /** Blocks are not sealed here, but count as if: their number in the log stands for the counter. */
    private boolean isOpened(long packet) {
        if (!hasKeys) {
            blocksWithoutKeys++;
            return false;
        }
        ReplayWindow.Verdict verdict = sealedBlocks.admit(packet + 1);
        simKeys.receiverStats()
                .count(
                        switch (verdict) {
                            case FRESH -> Opening.APPLICATION;
                            case REPLAYED -> Opening.REPLAYED;
                            case TOO_OLD -> Opening.TOO_OLD;
                        });
        return verdict == ReplayWindow.Verdict.FRESH;
    }

    private void onControl(Inbound in, int datagramLength) {
        datagrams++;
        long now = machineTime();
        ProtocolMachine machine = port.machine();
        boolean guarded = hasKeys && in.protection() == Protection.CLEAR && machine instanceof ReceiverSession;
        long deadline = machine.nextDeadlineNs();
        DropReason drop = machine.onHeader(
                in.header().function().code(),
                in.protection(),
                in.header().sequence(),
                in.header().sourceId(),
                in.header().grttCode(),
                in.header().groupSizeCode(),
                datagramLength,
                in.remote(),
                now);
        if (drop != null) {
            dropped[drop.ordinal()]++;
        } else if (in.message() instanceof FileSeg) {
            throw new SimulationFailure(name() + " lets a block through as a message");
        } else {
            trace(in.header().sequence());
            if (in.message() instanceof Done done && done.receivers().contains(uniqueId)) {
                checkDone(done);
            }
            machine.onMessage(in, now);
        }
        if (guarded) {
            checkNothingChanged(in, drop, deadline);
        }
    }

    /**
     * In a session that has keys, whoever speaks in the clear is not listened to; a KEYINFO may be answered once more, as the
     * sender asks for it until it hears of us.
     */
    private void checkNothingChanged(Inbound in, DropReason drop, long deadline) {
        boolean repetition = in.message() instanceof KeyInfo || in.message() instanceof Announce;
        if (drop == null && !repetition) {
            throw new SimulationFailure(name() + " has keys and accepts in the clear: " + in.message());
        }
        if (port.machine().nextDeadlineNs() != deadline) {
            throw new SimulationFailure(name() + " has keys and changes its timers for: " + in.message());
        }
        unproven = in;
    }

    /** The reference takes a session for finished, or reads out of bounds, on such a DONE (wire facts 1.2). */
    private void checkDone(Done done) {
        if (done.fileId() == 0) {
            if (storage.isReceiving()) {
                throw new SimulationFailure("sender ends the session for " + name() + ", which still receives");
            }
            return;
        }
        SinkStorage.Entry entry = storage.entry(done.fileId());
        if (entry != null && done.section() >= Math.max(1, entry.layout().sections())) {
            throw new SimulationFailure("sender asks " + name() + " for section " + done.section());
        }
    }

    @Override
    protected void onTask(TaskResult result) {
        storage.delivering(result);
        if (port != null) {
            port.machine().onTaskResult(result, machineTime());
            drain();
        }
    }

    @Override
    protected void onTimer() {
        countWakeUp();
        timerNs = EventQueue.NEVER;
        if (port != null) {
            port.machine().onTimeout(machineTime());
            drain();
        }
    }

    private void drain() {
        if (port == null) {
            return;
        }
        ProtocolMachine machine = port.machine();
        Action action;
        int actions = 0;
        while ((action = machine.pollAction()) != null) {
            if (++actions > MAX_ACTIONS) {
                throw new SimulationFailure(name() + " has more than " + MAX_ACTIONS + " actions at once");
            }
            perform(action);
        }
        SessionEvent event;
        while ((event = machine.pollEvent()) != null) {
            onEvent(event);
        }
        if (machine.isTerminated()) {
            close();
        } else {
            rearm(machine);
        }
    }

    private void close() {
        if (!sawEnd) {
            throw new SimulationFailure(name() + " is over without a SessionEnded");
        }
        port = null;
        joined = false;
        timerNs = EventQueue.NEVER;
        closeKeys();
        if (!announceRefused) {
            closedSessions.add(session);
        }
    }

    private void perform(Action action) {
        if (unproven != null && !(action instanceof Action.Send answer && answer.message() instanceof KeyInfoAck)) {
            throw new SimulationFailure(
                    name() + " has keys, and for " + unproven.message() + " in the clear it does: " + action);
        }
        if (action instanceof Action.Send send) {
            checks.check(send.header(), send.message());
            checks.protection(send, keys != null, hasKeys);
            trace(send.header().function().code());
            network.sendUp(index, nowNs, send, keys == null ? null : keys.security());
        } else if (action instanceof Action.KeyAction keyAction) {
            if (keys == null) {
                throw new SimulationFailure(name() + " asks for keys in the clear: " + action);
            }
            keys.begin(keyAction);
        } else if (action instanceof Action.OpenFile open) {
            storage.open(open, nowNs);
        } else if (action instanceof Action.CommitFile commit) {
            storage.commit(commit, nowNs);
        } else if (action instanceof Action.DiscardFile discard) {
            storage.discard(discard);
        } else if (action instanceof Action.JoinGroup) {
            joined = true;
        } else if (action instanceof Action.LeaveGroup) {
            joined = false;
        } else {
            throw new SimulationFailure(name() + " asks for a sender's action: " + action);
        }
    }

    private void onEvent(SessionEvent event) {
        network.tell(this, event);
        if (unproven != null) {
            throw new SimulationFailure(
                    name() + " has keys, and for " + unproven.message() + " in the clear it tells: " + event);
        }
        if (sawEnd) {
            throw new SimulationFailure(name() + " tells something after the end: " + event);
        }
        if (event instanceof SessionEvent.FileFinished finished
                && finished.outcome().isSuccess()
                && !hasHad(finished.fileId())) {
            throw new SimulationFailure(name() + " says it has a file that is not in place: " + finished);
        }
        if (event instanceof SessionEvent.SessionEnded end) {
            sawEnd = true;
            ended = end;
        }
    }
}
