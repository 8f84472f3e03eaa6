package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.data.TfmccStamp;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import io.uftpengine.core.protocol.sender.SenderSession;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The sending computer: disk, network card and one session. */
final class SimSenderHost extends SimHost implements TransmitSink {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final int SEGMENTS_PER_POLL = 44;
    /** The socket takes no more when the card is this much behind. */
    private static final long SOCKET_BUFFER_NS = 2_000_000;

    private static final long RUSH_WINDOW_NS = 1_000_000;
    private static final int MAX_QUEUED_DATAGRAMS = 1 << 22;
    private static final int BASE_ACTIONS = 1024;

    private final SimNetwork network;
    private final SourceStorage storage;
    private final SenderChecks checks;
    private final long cardBytesPerSecond;
    private final int maxActions;
    private final EventQueue<Datagram> arrivals = new EventQueue<>(MAX_QUEUED_DATAGRAMS);
    private final Map<Integer, ReceiverState> states = new LinkedHashMap<>();
    private final Map<Long, FileOutcome> results = new HashMap<>();
    private final Map<Integer, SessionEvent.FileFinished> finished = new LinkedHashMap<>();
    private final long[] sent = new long[Function.MAX_CODE + 1];
    private final long[] received = new long[Function.MAX_CODE + 1];
    private final long[] rush = new long[Function.MAX_CODE + 1];
    private final long[] rushWindow = new long[Function.MAX_CODE + 1];
    private final long[] largestRush = new long[Function.MAX_CODE + 1];
    private final long[] dropped = new long[DropReason.values().length];

    private ProtocolMachine machine;
    /** Null in a session in the clear. */
    private HostKeys keys;

    private ProofChecks proofs;
    private long malformed;
    private boolean isUp = true;
    private SessionEvent.SessionEnded ended;
    private long endedNs;
    private long cardBusyUntilNs;
    private long dataNs;
    private long bytesSent;
    private int passes;

    SimSenderHost(
            SimNetwork network,
            SourceStorage.Disk disk,
            java.util.List<SimFile> files,
            int blockSize,
            long cardBytesPerSecond,
            int receivers) {
        this.network = network;
        this.cardBytesPerSecond = cardBytesPerSecond;
        storage = new SourceStorage(files, blockSize, disk, tasks);
        checks = new SenderChecks(storage, blockSize);
        maxActions = BASE_ACTIONS + 8 * receivers;
    }

    /** Starts the session. */
    void start(ProtocolMachine session) {
        machine = session;
        pump();
    }

    /** Gives the session keys, before it starts. */
    void encrypt(SimKeys simKeys, UnaryOperator<SessionSecurity> change) {
        keys = simKeys.sender(this, change, this::onKeyResult, this::onSealed);
        proofs = new ProofChecks(simKeys.clientAuth());
    }

    /** Power off. */
    void die() {
        isUp = false;
        machine = null;
        closeKeys();
        endedNs = nowNs;
        timerNs = EventQueue.NEVER;
        tasks.clear();
        arrivals.clear();
    }

    /** The user wants it to end. */
    void abort(String reason) {
        if (machine != null) {
            machine.onAbortRequest(reason, machineTime());
            pump();
        }
    }

    void arrives(long timeNs, Datagram datagram) {
        if (isUp) {
            arrivals.add(timeNs, datagram);
        }
    }

    /** How the session ended, or null. */
    SessionEvent.SessionEnded ended() {
        return ended;
    }

    /** When the session ended, or the machine died. */
    long endedNs() {
        return endedNs;
    }

    Map<Integer, ReceiverState> states() {
        return states;
    }

    /** Outcome for a receiver and a file, or null. */
    FileOutcome result(int receiverId, int fileId) {
        return results.get(resultKey(receiverId, fileId));
    }

    /** What became of each file. */
    Map<Integer, SessionEvent.FileFinished> finished() {
        return finished;
    }

    long sent(Function function) {
        return sent[function.code()];
    }

    long received(Function function) {
        return received[function.code()];
    }

    long largestRush(Function function) {
        return largestRush[function.code()];
    }

    long dropped(DropReason reason) {
        return dropped[reason.ordinal()];
    }

    /** Datagrams that could not be read. */
    long malformed() {
        return malformed;
    }

    long bytesSent() {
        return bytesSent;
    }

    int passes() {
        return passes;
    }

    int results() {
        return results.size();
    }

    SourceStorage storage() {
        return storage;
    }

    @Override
    String name() {
        return "sender";
    }

    @Override
    boolean isOver() {
        return machine == null;
    }

    @Override
    protected long nextArrivalNs() {
        return arrivals.nextNs();
    }

    @Override
    protected void onArrival(long arrivalNs) {
        Datagram datagram = arrivals.poll();
        if (machine == null) {
            return;
        }
        if (datagram.in() != null) {
            onInbound(datagram.in(), datagram.length());
        } else if (keys != null && datagram.outerFunction() == Function.ENCRYPTED.code()) {
            onSealed(datagram);
        } else {
            malformed++;
        }
    }

    private void onSealed(Datagram datagram) {
        if (machine instanceof ReferenceSenderModel model && model.diesOf(datagram.sourceId())) {
            throw new SimulationFailure(String.format(
                    "kills the reference's sender: receiver %08X sends ENCRYPTED before its REGISTER has come (wire facts 1.2)",
                    datagram.sourceId()));
        }
        Inbound in = machine == null ? null : keys.open(datagram);
        if (in != null) {
            onInbound(in, datagram.length());
        }
    }

    private void noteReceived(Function function) {
        int code = function.code();
        received[code]++;
        long window = nowNs / RUSH_WINDOW_NS;
        rush[code] = rushWindow[code] == window ? rush[code] + 1 : 1;
        rushWindow[code] = window;
        largestRush[code] = Math.max(largestRush[code], rush[code]);
    }

    private void onInbound(Inbound in, int datagramLength) {
        noteReceived(in.header().function());
        DropReason drop = machine.onHeader(
                in.header().function().code(),
                in.protection(),
                in.header().sequence(),
                in.header().sourceId(),
                in.header().grttCode(),
                in.header().groupSizeCode(),
                datagramLength,
                in.remote(),
                machineTime());
        if (proofs != null && drop == null && machine instanceof SenderSession) {
            proofs.accepted(in);
        }
        if (drop == null) {
            trace(in.header().sourceId() ^ in.header().sequence());
            machine.onMessage(in, machineTime());
        } else {
            dropped[drop.ordinal()]++;
            if (drain()) {
                throw new SimulationFailure(
                        "sender drops " + in.message() + " as " + drop + " and does something for it");
            }
            return;
        }
        pump();
    }

    private void onKeyResult(KeyWork.Result result) {
        if (result.datagram() != null) {
            Function function = network.sendDownSigned(this, result.datagram(), result.destination());
            sent[function.code()]++;
            bytesSent += result.datagram().length + SimWire.IP_UDP_BYTES;
        }
        if (result.answer() != null) {
            proofs.answered(result.answer());
            trace(result.answer().getClass().getSimpleName().hashCode());
            machine.onTaskResult(result.answer(), machineTime());
            pump();
        }
    }

    private void closeKeys() {
        if (keys != null) {
            keys.close();
        }
    }

    @Override
    protected void onTask(TaskResult result) {
        storage.delivering(result);
        if (machine != null) {
            machine.onTaskResult(result, machineTime());
            pump();
        }
    }

    @Override
    protected void onTimer() {
        countWakeUp();
        timerNs = EventQueue.NEVER;
        if (machine != null) {
            machine.onTimeout(machineTime());
            pump();
        }
    }

    private void pump() {
        boolean writable = true;
        boolean more = true;
        while (more) {
            more = drain();
            writable = cardBusyUntilNs - nowNs < SOCKET_BUFFER_NS;
            if (writable) {
                int count = machine.pollTransmit(machineTime(), SEGMENTS_PER_POLL, this);
                if (count < 0 || count > SEGMENTS_PER_POLL) {
                    throw new SimulationFailure("sender transmits " + count + " of " + SEGMENTS_PER_POLL + " segments");
                }
                more |= count > 0;
            }
        }
        if (machine.isTerminated()) {
            close();
            return;
        }
        rearm(machine);
        if (!writable) {
            long writableNs = cardBusyUntilNs - SOCKET_BUFFER_NS + 1;
            timerNs = timerNs <= nowNs ? writableNs : Math.min(timerNs, writableNs);
        }
    }

    private void close() {
        if (ended == null) {
            throw new SimulationFailure("sender is over without a SessionEnded");
        }
        machine = null;
        closeKeys();
        timerNs = EventQueue.NEVER;
    }

    private boolean drain() {
        boolean any = false;
        Action action;
        int actions = 0;
        while ((action = machine.pollAction()) != null) {
            any = true;
            if (action instanceof Action.Send && ++actions > maxActions) {
                throw new SimulationFailure("sender sends more than " + maxActions + " messages at once");
            }
            perform(action);
        }
        SessionEvent event;
        while ((event = machine.pollEvent()) != null) {
            any = true;
            onEvent(event);
        }
        return any;
    }

    private void perform(Action action) {
        if (action instanceof Action.Send send) {
            checks.message(send.header(), send.message());
            checks.protection(send, keys != null);
            int length = network.sendDown(this, send, keys == null ? null : keys.security());
            sent[send.header().function().code()]++;
            trace(send.header().sequence());
            bytesSent += length + SimWire.IP_UDP_BYTES;
        } else if (action instanceof Action.KeyAction keyAction) {
            if (keys == null) {
                throw new SimulationFailure("sender of a session in the clear asks for keys: " + action);
            }
            checks.keyAction(keyAction);
            proofs.asked(keyAction);
            keys.begin(keyAction);
        } else if (action instanceof Action.OpenSource open) {
            storage.open(open, nowNs);
        } else if (action instanceof Action.ReadBlocks read) {
            storage.read(read, nowNs);
        } else if (action instanceof Action.CloseSource close) {
            storage.close(close, nowNs);
        } else {
            throw new SimulationFailure("sender asks for a receiver's action: " + action);
        }
    }

    /** When a datagram handed over now has left the network card. */
    long depart(int ipBytes) {
        cardBusyUntilNs = Math.max(nowNs, cardBusyUntilNs) + ipBytes * NANOS_PER_SECOND / cardBytesPerSecond;
        return cardBusyUntilNs;
    }

    @Override
    public void fileSeg(
            int sequence,
            int grttCode,
            int groupSizeCode,
            int fileId,
            int section,
            int block,
            long fileOffset,
            int length,
            long stamp) {
        checks.sequence(sequence);
        long digest = storage.consume(fileId, section, block, fileOffset, length);
        int sealing = keys == null ? 0 : SessionSecurity.OVERHEAD;
        int headers = stamp == TfmccStamp.NONE ? FileSegWriter.HEADER_LENGTH : FileSegWriter.TFMCC_HEADER_LENGTH;
        int datagramLength = headers + sealing + length;
        long departure = depart(datagramLength + SimWire.IP_UDP_BYTES);
        sent[Function.FILESEG.code()]++;
        bytesSent += datagramLength + SimWire.IP_UDP_BYTES;
        dataNs = nowNs;
        network.log()
                .addFileSeg(
                        departure,
                        Function.FILESEG.code(),
                        datagramLength,
                        sequence,
                        grttCode,
                        groupSizeCode,
                        fileId,
                        section,
                        block,
                        length,
                        digest,
                        stamp);
    }

    /** When the last block left. */
    long lastDataNs() {
        return dataNs;
    }

    /**
     * What the sender leaves as results when all is over. A session that does not end well may end before the sender has looked
     * whether the file changed.
     */
    void checkResults() {
        if (ended == null || ended.outcome() != SessionEvent.SessionOutcome.COMPLETED) {
            return;
        }
        states.forEach((id, state) -> {
            if (state == ReceiverState.REGISTERED || state == ReceiverState.ACTIVE) {
                throw new SimulationFailure(String.format("sender leaves receiver %08X %s", id, state));
            }
            for (SessionEvent.FileFinished file : finished.values()) {
                boolean offered = storage.offered(file.fileId()) != null;
                if (state != ReceiverState.MUTE && offered && result(id, file.fileId()) == null) {
                    throw new SimulationFailure(String.format("sender has no result of %s at %08X", file, id));
                }
            }
        });
        results.forEach((key, outcome) -> {
            if (outcome.isSuccess()) {
                network.checkSuccess((int) (key >> Short.SIZE), key.intValue() & 0xFFFF);
            }
        });
    }

    private static long resultKey(int receiverId, int fileId) {
        return (long) receiverId << Short.SIZE | fileId;
    }

    private void onEvent(SessionEvent event) {
        network.tell(this, event);
        if (ended != null) {
            throw new SimulationFailure("sender tells something after the end: " + event);
        }
        if (proofs != null) {
            proofs.told(event);
        }
        if (event instanceof SessionEvent.ReceiverChanged changed) {
            states.put(changed.receiverId(), changed.state());
        } else if (event instanceof SessionEvent.FileResult result) {
            onResult(result);
        } else if (event instanceof SessionEvent.PassStarted) {
            passes++;
        } else if (event instanceof SessionEvent.FileFinished file) {
            if (finished.put(file.fileId(), file) != null) {
                throw new SimulationFailure("sender finishes a file twice: " + file);
            }
        } else if (event instanceof SessionEvent.SessionEnded end) {
            ended = end;
            endedNs = nowNs;
        }
    }

    private void onResult(SessionEvent.FileResult result) {
        FileOutcome before = results.put(resultKey(result.receiverId(), result.fileId()), result.outcome());
        // A source that turns out to have changed makes a success none.
        if (before != null && (!before.isSuccess() || result.outcome().isSuccess())) {
            throw new SimulationFailure("sender gives a second result, " + before + " before: " + result);
        }
        if (result.outcome().isSuccess()) {
            network.checkInPlace(result);
        }
    }
}
