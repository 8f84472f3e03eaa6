package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedGroupSize;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.SessionEvent;
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
import java.util.Arrays;
import java.util.List;

/** One receiver session, its clock, and all it has sent, asked for and told. */
final class ReceiverHarness {
    static final int US = 0x0A000001;
    static final int OTHER = 0x0A000002;
    static final int SENDER = 0x0A0000FE;
    static final int GROUP = 0x1234ABCD;
    static final int BLOCK = 100;
    static final int ROBUST = 20;
    static final long MS = 1_000_000;
    static final long SECOND = 1000 * MS;
    static final long ANNOUNCE_MICROS = 1_700_000_000_000_000L;
    static final InetSocketAddress SENDER_ADDRESS = new InetSocketAddress(ip("198.18.0.9"), 40000);
    static final InetSocketAddress STRANGER = new InetSocketAddress(ip("198.18.0.66"), 40000);
    static final IdList WE = IdList.of(OTHER, US);
    static final IdList THEY = IdList.of(OTHER);
    static final ReceiverParameters PARAMETERS = new ReceiverParameters(US, 0, SenderTrust.ANYBODY);

    final ReceiverSession session;
    final List<Action> actions = new ArrayList<>();
    final List<SessionEvent> events = new ArrayList<>();
    int grttCode = QuantizedRtt.encode(0.1);
    int groupSize = 2;
    /** What vouches for what the sender says. */
    Protection protection = Protection.CLEAR;

    int sequence;
    /** Arbitrary origin: nothing may depend on it. */
    long now = -77 * SECOND;

    ReceiverHarness() {
        this(announce(IdList.EMPTY));
    }

    ReceiverHarness(Announce announce) {
        this(announce, QuantizedRtt.encode(0.1));
    }

    ReceiverHarness(Announce announce, int grttCode) {
        this.grttCode = grttCode;
        session = new ReceiverSession(PARAMETERS, inbound(announce), now);
        sequence++;
        drain();
    }

    /** A session past REG_CONF, with nothing recorded yet. */
    static ReceiverHarness confirmed() {
        ReceiverHarness harness = new ReceiverHarness();
        harness.deliver(new RegConf(WE));
        harness.forget();
        return harness;
    }

    /** A session that has acknowledged file 1 of that size, with nothing recorded yet. */
    static ReceiverHarness receiving(long size) {
        ReceiverHarness harness = confirmed();
        harness.deliver(fileInfo(1, size, WE));
        harness.opened(1);
        harness.forget();
        return harness;
    }

    static final Bytes RANDOM = filled(Register.RANDOM_LENGTH, 1);
    static final Bytes ECDH_BLOB = filled(68, 2);
    static final ClientKey CLIENT_KEY = new ClientKey(filled(68, 3), filled(68, 4));
    static final Bytes VERIFY_DATA = filled(32, 5);

    /** An encrypted session whose ANNOUNCE is being verified, with nothing recorded yet but that. */
    static ReceiverHarness verifying(IdList receivers) {
        return new ReceiverHarness(encryptedAnnounce(receivers));
    }

    /** The same, registered; nothing recorded yet. */
    static ReceiverHarness registered(IdList receivers, ClientKey clientKey) {
        ReceiverHarness harness = verifying(receivers);
        harness.verified(clientKey);
        harness.forget();
        return harness;
    }

    /** The same with its keys, and the sender says everything under its own; nothing recorded yet. */
    static ReceiverHarness keyed() {
        ReceiverHarness harness = registered(IdList.EMPTY, null);
        harness.deliver(keyInfo(US));
        harness.result(new TaskResult.KeysAgreed(VERIFY_DATA));
        harness.protection = Protection.APPLICATION;
        harness.forget();
        return harness;
    }

    static Bytes filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return Bytes.of(bytes);
    }

    static EncInfo encInfo() {
        byte[] ecdh = new byte[68];
        ecdh[0] = 2;
        ecdh[1] = 23;
        ecdh[3] = 64;
        return EncInfo.of(true, 6, 3, RANDOM, filled(68, 7), Bytes.of(ecdh), filled(68, 8));
    }

    static Announce encryptedAnnounce(IdList receivers) {
        Announce clear = announce(receivers);
        return new Announce(
                false,
                false,
                clear.robust(),
                clear.ccType(),
                clear.blockSize(),
                clear.timestampMicros(),
                clear.publicAddress(),
                clear.privateAddress(),
                List.of(encInfo()),
                receivers);
    }

    static KeyInfo keyInfo(int... receivers) {
        return new KeyInfo(
                1,
                filled(68, 9),
                Arrays.stream(receivers)
                        .mapToObj(id -> new KeyInfo.Entry(id, filled(KeyInfo.Entry.SEALED_LENGTH, id)))
                        .toList());
    }

    /** The host has verified the ANNOUNCE. */
    void verified(ClientKey clientKey) {
        result(new TaskResult.AnnounceVerified(RANDOM, ECDH_BLOB, clientKey));
    }

    static Announce announce(IdList receivers) {
        return new Announce(
                false,
                false,
                ROBUST,
                Announce.CC_NONE,
                BLOCK,
                ANNOUNCE_MICROS,
                ip("230.4.4.1"),
                ip("230.5.5.7"),
                List.of(),
                receivers);
    }

    static Announce tfmccAnnounce(int blockSize) {
        Announce clear = announce(IdList.EMPTY);
        return new Announce(
                false,
                false,
                clear.robust(),
                Announce.CC_TFMCC,
                blockSize,
                clear.timestampMicros(),
                clear.publicAddress(),
                clear.privateAddress(),
                List.of(),
                IdList.EMPTY);
    }

    static FileInfo fileInfo(int fileId, long size, IdList receivers) {
        return new FileInfo(
                fileId,
                FileType.REGULAR,
                1_600_000_000,
                size,
                WireName.of("dir/file" + fileId),
                WireName.EMPTY,
                ANNOUNCE_MICROS + 5,
                receivers);
    }

    static Done done(int fileId, int section, IdList receivers) {
        return new Done(fileId, section, receivers);
    }

    static InetAddress ip(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Inbound inbound(Message message) {
        UftpHeader header = new UftpHeader(
                ProtocolVersion.V5,
                message.function(),
                sequence & 0xFFFF,
                SENDER,
                GROUP,
                0,
                grttCode,
                QuantizedGroupSize.encode(groupSize));
        return new Inbound(header, message, SENDER_ADDRESS, protection, Bytes.EMPTY);
    }

    DropReason header(Function function, int sourceId, InetSocketAddress remote) {
        return session.onHeader(
                function.code(),
                protection,
                sequence++ & 0xFFFF,
                sourceId,
                grttCode,
                QuantizedGroupSize.encode(groupSize),
                100,
                remote,
                now);
    }

    /** A control message from the sender; returns why it was dropped, or null. */
    DropReason deliver(Message message) {
        Inbound in = inbound(message);
        DropReason dropped = header(message.function(), SENDER, SENDER_ADDRESS);
        if (dropped == null) {
            session.onMessage(in, now);
        }
        drain();
        return dropped;
    }

    /** One of several that the host reads at once, see {@link #drainNow}. */
    void deliverUndrained(Message message) {
        Inbound in = inbound(message);
        header(message.function(), SENDER, SENDER_ADDRESS);
        session.onMessage(in, now);
    }

    /** The end of what the host has read. */
    void drainNow() {
        drain();
    }

    /** The same with another protection. */
    DropReason deliver(Message message, Protection other) {
        Protection usual = protection;
        protection = other;
        DropReason dropped = deliver(message);
        protection = usual;
        return dropped;
    }

    /** A block from the sender. */
    long block(int fileId, int section, int block, int length) {
        long result = header(Function.FILESEG, SENDER, SENDER_ADDRESS) == null
                ? session.claimBlock(fileId, section, block, length, now)
                : Long.MIN_VALUE;
        drain();
        return result;
    }

    /** Blocks from..to-1 of file 1, numbered over the whole file. */
    void blocks(SectionLayout layout, long from, long to) {
        for (long block = from; block < to; block++) {
            int section = layout.sectionOf(block);
            block(1, section, (int) (block - layout.firstBlock(section)), layout.lengthOf(block));
        }
    }

    void abortRequested(String reason) {
        session.onAbortRequest(reason, now);
        drain();
    }

    void result(TaskResult result) {
        session.onTaskResult(result, now);
        drain();
    }

    void opened(int fileId) {
        result(new TaskResult.FileOpened(fileId, TaskResult.OpenOutcome.RECEIVE, null, -1, ""));
    }

    void committed(int fileId) {
        result(new TaskResult.FileCommitted(fileId, CompletionStatus.NORMAL));
    }

    /** Lets time pass, calling the machine at exactly its deadlines. */
    void pass(long ns) {
        long end = now + ns;
        for (int calls = 0; session.nextDeadlineNs() <= end; calls++) {
            if (calls > 100_000) {
                throw new AssertionError("the deadline never moves on");
            }
            now = Math.max(now, session.nextDeadlineNs());
            session.onTimeout(now);
            drain();
        }
        now = end;
        drain();
    }

    private void drain() {
        for (Action action = session.pollAction(); action != null; action = session.pollAction()) {
            actions.add(action);
        }
        for (SessionEvent event = session.pollEvent(); event != null; event = session.pollEvent()) {
            events.add(event);
        }
    }

    void forget() {
        actions.clear();
        events.clear();
    }

    <A extends Action> List<A> actions(Class<A> type) {
        return actions.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <E extends SessionEvent> List<E> events(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <M extends Message> List<M> sent(Class<M> type) {
        return actions(Action.Send.class).stream()
                .map(Action.Send::message)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    SessionEvent.SessionEnded ended() {
        List<SessionEvent.SessionEnded> ended = events(SessionEvent.SessionEnded.class);
        if (ended.size() > 1) {
            throw new AssertionError("ended more than once: " + ended);
        }
        return ended.isEmpty() ? null : ended.get(0);
    }

    boolean hasDeadline() {
        return session.nextDeadlineNs() != ProtocolMachine.NO_DEADLINE;
    }
}
