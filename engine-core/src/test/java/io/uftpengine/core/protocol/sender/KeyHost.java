package io.uftpengine.core.protocol.sender;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of a host that drives a {@link SenderSession}: one thread does the works in order, each takes its time. Whose keys
 * are whose is told by the random of the REGISTER; what is right and wrong, by the bytes of this class. Datagrams sealed by
 * somebody whose keys are being agreed wait for them, as in a real host.
 */
final class KeyHost {
    static final Bytes GOOD_BLOB = Bytes.of(new byte[68]);
    static final Bytes BAD_BLOB = Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4);
    static final ClientKey GOOD_CLIENT_KEY = new ClientKey(Bytes.zeros(68), Bytes.zeros(68));
    static final ClientKey BAD_CLIENT_KEY = new ClientKey(BAD_BLOB, Bytes.zeros(68));
    static final KeyInfoAck GOOD_ACK = new KeyInfoAck(Bytes.zeros(32));
    static final KeyInfoAck BAD_ACK = new KeyInfoAck(BAD_BLOB);
    private static final int MAX_HELD = 4;

    private record Work(long doneNs, Action action) {}

    private record Held(Bytes author, Message message, Protection protection, InetSocketAddress from) {}

    private final SenderSession session;
    private final Deque<Work> works = new ArrayDeque<>();
    private final Map<Integer, Bytes> installed = new HashMap<>();
    private final Map<Integer, List<Held>> held = new HashMap<>();
    private long freeNs;
    long delayNs;
    int mostKeys;
    int mostWorks;
    int agreed;

    KeyHost(SenderSession session, long delayNs) {
        this.session = session;
        this.delayNs = delayNs;
    }

    /** Takes an action; false when it is not for it. */
    boolean take(Action action, long nowNs) {
        if (action instanceof Action.DropKeys drop) {
            installed.remove(drop.receiverId());
            held.remove(drop.receiverId());
            return true;
        }
        if (action instanceof Action.AgreeKeys agree) {
            installed.remove(agree.receiverId());
            held.put(agree.receiverId(), new ArrayList<>());
        } else if (!(action instanceof Action.VerifyClientKey) && !(action instanceof Action.CheckVerifyData)) {
            return false;
        }
        freeNs = Math.max(freeNs, nowNs) + delayNs;
        works.add(new Work(freeNs, action));
        mostWorks = Math.max(mostWorks, works.size());
        return true;
    }

    /** When the next work is done. */
    long nextNs() {
        return works.isEmpty() ? ProtocolMachine.NO_DEADLINE : works.peek().doneNs();
    }

    /** Hands over what is done by now. */
    boolean advance(long nowNs) {
        boolean any = false;
        while (nextNs() <= nowNs) {
            any = true;
            complete(works.poll().action(), nowNs);
        }
        return any;
    }

    private void complete(Action action, long nowNs) {
        if (action instanceof Action.AgreeKeys agree) {
            int id = agree.receiverId();
            List<Held> waiting = held.remove(id);
            agreed++;
            if (waiting == null) {
                return;
            }
            if (!agree.ecdhBlob().equals(GOOD_BLOB)) {
                session.onTaskResult(
                        new TaskResult.ReceiverRefused(id, agree.exchange(), "not a point of the curve"), nowNs);
                return;
            }
            installed.put(id, agree.random());
            mostKeys = Math.max(mostKeys, installed.size());
            session.onTaskResult(new TaskResult.ReceiverKeyed(id, agree.exchange()), nowNs);
            for (Held one : waiting) {
                receive(id, one.author(), one.message(), one.protection(), one.from(), nowNs);
            }
        } else if (action instanceof Action.VerifyClientKey verify) {
            session.onTaskResult(
                    verify.clientKey().message().equals(GOOD_CLIENT_KEY)
                            ? new TaskResult.ReceiverVerified(verify.receiverId(), verify.exchange())
                            : new TaskResult.ReceiverRefused(
                                    verify.receiverId(), verify.exchange(), "fingerprint of its key"),
                    nowNs);
        } else if (action instanceof Action.CheckVerifyData check) {
            session.onTaskResult(
                    check.verifyData().equals(GOOD_ACK.verifyData())
                            ? new TaskResult.ReceiverConfirmed(check.receiverId())
                            : new TaskResult.ReceiverRefused(check.receiverId(), 0, "verify data"),
                    nowNs);
        }
    }

    /**
     * A sealed message of whoever sent a REGISTER with that random.
     *
     * @return what became of it; also null when it waits
     */
    DropReason receive(
            int id, Bytes author, Message message, Protection protection, InetSocketAddress from, long nowNs) {
        if (held.containsKey(id)) {
            if (held.get(id).size() < MAX_HELD) {
                held.get(id).add(new Held(author, message, protection, from));
            }
            return null;
        }
        if (!author.equals(installed.get(id))) {
            return DropReason.UNAUTHENTICATED;
        }
        Function function = message.function();
        DropReason dropped = session.onHeader(function.code(), protection, 0, id, 0, 0, 100, from, nowNs);
        if (dropped == null) {
            UftpHeader header = new UftpHeader(ProtocolVersion.V5, function, 0, id, SenderHarness.GROUP_ID, 0, 0, 0);
            session.onMessage(new Inbound(header, message, from, protection, Bytes.EMPTY), nowNs);
        }
        return dropped;
    }

    /** Receivers with keys. */
    int keys() {
        return installed.size();
    }
}
