package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.cc.Pacer;
import io.uftpengine.core.protocol.cc.PacketSize;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.profile.ProtocolProfile;
import io.uftpengine.core.protocol.session.GrttEstimator;
import io.uftpengine.core.protocol.session.SequenceCounter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * Where everything that a sender emits is numbered and queued: messages, requests to the host, events.
 *
 * <p>A message gets its sequence number when it is queued, a block when it is handed to the sink; because no block is
 * handed out while a message waits in the queue, the order of the numbers is the order on the wire (wire facts T10).
 */
final class Outbox {
    static final Action.Destination TO_PUBLIC = new Action.PublicGroup();
    static final Action.Destination TO_PRIVATE = new Action.PrivateGroup();

    private static final long NANOS_PER_MICRO = 1000;
    private static final int LIST_HEADER = 4;
    private static final int KEYINFO_HEADER = 12;
    private static final int ENC_INFO_HEADER = 44;
    private static final int DONE_HEADER = 8;
    private static final int ANNOUNCE_HEADER = 16;
    private static final int FILEINFO_HEADER = 28;
    private static final int CONG_CTRL_HEADER = 16;
    private static final int WORD = 4;
    /** ABORT always has its full text field (T15). */
    private static final int ABORT_LENGTH = 308;

    private final SenderParameters parameters;
    private final ProtocolProfile profile;
    private final GrttEstimator grtt;
    private final Pacer pacer;
    private final PacketSize clearSize;
    /** Of everything but the handshake. */
    private final PacketSize packetSize;

    private final Protection protection;
    private final int listCapacity;
    private final int keyInfoCapacity;
    private final SequenceCounter sequence = new SequenceCounter();
    private final Queue<Action> actions = new ArrayDeque<>();
    private final Queue<SessionEvent> events = new ArrayDeque<>();
    private int messagesWaiting;
    private int groupSizeCode;
    private long lastSentNs;
    private long datagramsSent;

    Outbox(SenderParameters parameters, ProtocolProfile profile, GrttEstimator grtt, Pacer pacer, long nowNs) {
        this.parameters = parameters;
        this.profile = profile;
        this.grtt = grtt;
        this.pacer = pacer;
        clearSize = PacketSize.to(parameters.publicAddress());
        packetSize = parameters.packetSize();
        protection = parameters.isEncrypted() ? Protection.APPLICATION : Protection.CLEAR;
        listCapacity = parameters.blockSize() / IdList.ID_LENGTH;
        keyInfoCapacity = parameters.blockSize() / KeyInfo.Entry.LENGTH;
        lastSentNs = nowNs;
    }

    /** The group size that headers carry: everyone known (wire facts 2.2). */
    void setGroupSize(int receivers) {
        groupSizeCode = QuantizedGroupSize.encode(receivers);
    }

    int groupSizeCode() {
        return groupSizeCode;
    }

    /** Most IDs in one packet, floor(blockSize / 4) (wire facts 3). */
    int listCapacity() {
        return listCapacity;
    }

    /** The time stamp of a message that leaves now. */
    long epochMicros(long nowNs) {
        return parameters.epochOffsetMicros() + Math.floorDiv(nowNs, NANOS_PER_MICRO);
    }

    /** Most receivers in one KEYINFO, floor(blockSize / 52) (wire facts 3). */
    int keyInfoCapacity() {
        return keyInfoCapacity;
    }

    /** Queues a message; in an encrypted session an ANNOUNCE is signed, everything else sealed with the application key. */
    void send(Message message, Action.Destination destination, long nowNs) {
        if (parameters.isEncrypted() && message.function() == Function.ANNOUNCE) {
            actions.add(new Action.SendSigned(nextHeader(Function.ANNOUNCE), message, destination));
            charge(clearSize, lengthOf(message), nowNs);
        } else {
            send(message, destination, protection, packetSize, nowNs);
        }
    }

    /** Queues a message in the clear, for those who may have no keys. */
    void sendClear(Message message, Action.Destination destination, long nowNs) {
        send(message, destination, Protection.CLEAR, clearSize, nowNs);
    }

    private void send(
            Message message, Action.Destination destination, Protection sealedWith, PacketSize size, long nowNs) {
        actions.add(new Action.Send(nextHeader(message.function()), message, destination, sealedWith));
        messagesWaiting++;
        pacer.charge(size.ofMessage(lengthOf(message)), nowNs);
        datagramsSent++;
        if (message.function() != Function.CONG_CTRL) {
            // Which a receiver does not take for a sign of life (wire facts 8.4).
            lastSentNs = nowNs;
        }
    }

    /**
     * Queues a KEYINFO to the private group. The host makes and signs it in its own time; other messages may overtake it, for
     * KEYINFO is exempt from the sequence window (T10).
     */
    void sendKeyInfo(IdList receivers, long nowNs) {
        actions.add(new Action.SendKeyInfo(nextHeader(Function.KEYINFO), receivers, TO_PRIVATE));
        int signature = parameters.encryption().signature().length();
        charge(clearSize, KEYINFO_HEADER + signature + receivers.size() * KeyInfo.Entry.LENGTH, nowNs);
    }

    private UftpHeader nextHeader(Function function) {
        return new UftpHeader(
                profile.version(),
                function,
                sequence.next(),
                parameters.uniqueId(),
                parameters.groupId(),
                parameters.instance(),
                grtt.code(),
                groupSizeCode);
    }

    private void charge(PacketSize size, int messageLength, long nowNs) {
        pacer.charge(size.ofMessage(messageLength), nowNs);
        noteSent(nowNs);
    }

    /**
     * Queues as many messages as it takes to list all participants that match.
     *
     * @return how many participants were listed
     */
    int sendListing(
            Collection<Participant> candidates,
            Predicate<Participant> listed,
            java.util.function.Function<IdList, Message> message,
            Action.Destination destination,
            long nowNs) {
        int[] ids = new int[Math.min(listCapacity, candidates.size())];
        int filled = 0;
        int total = 0;
        for (Participant candidate : candidates) {
            if (listed.test(candidate)) {
                ids[filled++] = candidate.id();
                total++;
                if (filled == listCapacity) {
                    send(message.apply(IdList.of(ids)), destination, nowNs);
                    filled = 0;
                }
            }
        }
        if (filled > 0) {
            send(message.apply(IdList.of(Arrays.copyOf(ids, filled))), destination, nowNs);
        }
        return total;
    }

    /** Numbers and charges a block that leaves now. */
    int nextBlockSequence(int blockLength, long nowNs) {
        pacer.charge(packetSize.ofBlock(blockLength), nowNs);
        noteSent(nowNs);
        return sequence.next();
    }

    /** Whether a block of that length may leave now. */
    boolean allowsBlock(int blockLength, long nowNs) {
        return messagesWaiting == 0 && pacer.allows(packetSize.ofBlock(blockLength), nowNs);
    }

    /** Most blocks of that length in one send call. */
    int blocksAtOnce(int blockLength) {
        return pacer.packetsAtOnce(packetSize.ofBlock(blockLength));
    }

    /** {@link PacketSize#blocksPerRun}. */
    int blocksPerRun() {
        return packetSize.blocksPerRun(parameters.blockSize());
    }

    /** When a block that may not leave yet may. */
    long nextBlockNs() {
        return pacer.nextNs();
    }

    /** Changes the rate at which blocks leave. */
    void setRate(long bytesPerSecond, long nowNs) {
        pacer.setRate(bytesPerSecond, nowNs);
    }

    /** The rate at which blocks leave, or {@link Pacer#UNLIMITED}. */
    long bytesPerSecond() {
        return pacer.bytesPerSecond();
    }

    /** Bytes of the IP packet with a block of that length. */
    int packetBytes(int blockLength) {
        return packetSize.ofBlock(blockLength);
    }

    /** Blocks begin to flow after a pause. */
    void restartPacer(long nowNs) {
        pacer.restart(nowNs);
    }

    private void noteSent(long nowNs) {
        lastSentNs = nowNs;
        datagramsSent++;
    }

    /** When the last packet left. */
    long lastSentNs() {
        return lastSentNs;
    }

    /** Packets emitted so far. */
    long datagramsSent() {
        return datagramsSent;
    }

    /** Queues a request to the host. */
    void ask(Action action) {
        actions.add(action);
    }

    /** Queues an event. */
    void tell(SessionEvent event) {
        events.add(event);
    }

    Action pollAction() {
        Action action = actions.poll();
        if (action instanceof Action.Send) {
            messagesWaiting--;
        }
        return action;
    }

    SessionEvent pollEvent() {
        return events.poll();
    }

    boolean hasActions() {
        return !actions.isEmpty();
    }

    private int lengthOf(Message message) {
        if (message instanceof Announce announce) {
            return ANNOUNCE_HEADER
                    + announce.publicAddress().getAddress().length
                    + announce.privateAddress().getAddress().length
                    + encInfoLength()
                    + listLength(announce.receivers());
        } else if (message instanceof RegConf regConf) {
            return LIST_HEADER + listLength(regConf.receivers());
        } else if (message instanceof FileInfo fileInfo) {
            int names = fileInfo.name().lengthInWords() + fileInfo.link().lengthInWords();
            return FILEINFO_HEADER + names * WORD + listLength(fileInfo.receivers());
        } else if (message instanceof Done done) {
            return DONE_HEADER + listLength(done.receivers());
        } else if (message instanceof DoneConf doneConf) {
            return LIST_HEADER + listLength(doneConf.receivers());
        } else if (message instanceof CongCtrl control) {
            return CONG_CTRL_HEADER + control.items().size() * CongCtrl.Item.LENGTH;
        } else if (message instanceof Abort) {
            return ABORT_LENGTH;
        }
        throw new IllegalArgumentException("a sender does not send " + message.function());
    }

    private int encInfoLength() {
        EncInfo offer = parameters.encryption();
        return offer == null
                ? 0
                : ENC_INFO_HEADER
                        + offer.keyBlob().length()
                        + offer.ecdhBlob().length()
                        + offer.signature().length();
    }

    private static int listLength(IdList list) {
        return list.size() * IdList.ID_LENGTH;
    }
}
