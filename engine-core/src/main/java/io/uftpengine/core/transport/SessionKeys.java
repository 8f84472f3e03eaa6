package io.uftpengine.core.transport;

import io.netty.channel.socket.DatagramPacket;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork;
import io.uftpengine.core.security.SessionSecurity;
import io.uftpengine.core.transport.TransportCounters.Counter;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * The key work of one encrypted session: what its machine asks for goes to the {@link KeyThreads} and comes back, and what
 * arrives before its keys waits for them. Single writer: the session's event loop.
 */
final class SessionKeys implements KeyLane.Owner {
    /** Works under way that peers have caused, a second or two of work. The machine begins fewer. */
    static final int MAX_PEER_WORKS = 4096;

    /** Works under way that the session wants of itself, ANNOUNCEs and KEYINFOs: no flood of the others takes their place. */
    static final int MAX_OWN_WORKS = 512;

    private static final String BUSY = "too many key exchanges are under way; it may try again";

    /** The session. */
    interface Client {
        /** For the machine, which acts at the end of the batch. */
        void onKeyAnswer(TaskResult answer);

        /** A datagram that leaves as it is. */
        void onKeyDatagram(byte[] datagram, Action.Destination destination);

        void onKeyDefect(Throwable defect);

        /** Let the machine act. */
        void onKeyBatchEnd();
    }

    private record UnderWay(Action.KeyAction action, KeyWork work) {}

    private final SessionSecurity security;
    private final KeyLane lane;
    private final TransportCounters counters;
    private final LongSupplier clockNs;
    private final HeldDatagrams held = new HeldDatagrams();

    /** In the order begun, which is the order they come back in. */
    private final ArrayDeque<UnderWay> underWay = new ArrayDeque<>();

    /** Peers whose keys are being made, with the number of such works. */
    private final Map<Integer, Integer> agreeing = new HashMap<>();

    private Client client;
    private int peerWorks;
    private boolean closed;

    SessionKeys(
            SessionSecurity security,
            KeyThreads threads,
            Executor loop,
            TransportCounters counters,
            LongSupplier clockNs) {
        this.security = security;
        this.counters = counters;
        this.clockNs = clockNs;
        lane = new KeyLane(threads, loop, this);
    }

    /** The second half of the construction. */
    void attach(Client attached) {
        client = attached;
    }

    SessionSecurity security() {
        return security;
    }

    /** Starts what the machine asked for. Over the limit it is refused, as if it had been lost, or the machine is told so. */
    void begin(Action.KeyAction action) {
        if (closed) {
            return;
        }
        boolean ofPeer = isCausedByPeer(action);
        if (ofPeer ? peerWorks >= MAX_PEER_WORKS : underWay.size() - peerWorks >= MAX_OWN_WORKS) {
            counters.count(Counter.KEY_WORK_REFUSED);
            TaskResult refusal = refusalOf(action);
            if (refusal != null) {
                client.onKeyAnswer(refusal);
            }
            return;
        }
        counters.count(Counter.KEY_WORK);
        KeyWork work = security.begin(action);
        underWay.add(new UnderWay(action, work));
        peerWorks += ofPeer ? 1 : 0;
        int peerId = peerOf(action);
        if (peerId != 0) {
            agreeing.merge(peerId, 1, Integer::sum);
        }
        lane.submit(work);
    }

    private static boolean isCausedByPeer(Action.KeyAction action) {
        return action instanceof Action.AgreeKeys
                || action instanceof Action.VerifyClientKey
                || action instanceof Action.CheckVerifyData;
    }

    private static TaskResult refusalOf(Action.KeyAction action) {
        if (action instanceof Action.AgreeKeys agree) {
            return new TaskResult.ReceiverRefused(agree.receiverId(), agree.exchange(), BUSY);
        } else if (action instanceof Action.VerifyClientKey verify) {
            return new TaskResult.ReceiverRefused(verify.receiverId(), verify.exchange(), BUSY);
        } else if (action instanceof Action.CheckVerifyData check) {
            return new TaskResult.ReceiverRefused(check.receiverId(), 0, BUSY);
        }
        return null;
    }

    /** Whose datagrams can be opened once this work is done; 0 = nobody's. */
    private static int peerOf(Action.KeyAction action) {
        if (action instanceof Action.AgreeKeys agree) {
            return agree.receiverId();
        } else if (action instanceof Action.OpenKeyInfo open) {
            return open.keyInfo().header().sourceId();
        }
        return 0;
    }

    @Override
    public void onPerformed(KeyWork work, Throwable defect) {
        if (closed) {
            return;
        }
        UnderWay one = underWay.remove();
        peerWorks -= isCausedByPeer(one.action()) ? 1 : 0;
        if (defect != null || one.work() != work) {
            client.onKeyDefect(defect != null ? defect : new IllegalStateException("key work came back out of order"));
            return;
        }
        try {
            KeyWork.Result result = work.complete();
            if (result.datagram() != null) {
                client.onKeyDatagram(result.datagram(), result.destination());
            }
            if (result.answer() != null) {
                client.onKeyAnswer(result.answer());
            }
        } catch (RuntimeException | Error e) {
            client.onKeyDefect(e);
            return;
        }
        onPeerDone(peerOf(one.action()));
    }

    private void onPeerDone(int peerId) {
        if (peerId == 0 || closed) {
            return;
        }
        if (agreeing.merge(peerId, -1, Integer::sum) == 0) {
            agreeing.remove(peerId);
            held.release(peerId, clockNs.getAsLong());
        }
    }

    @Override
    public void onBatchEnd() {
        if (!closed) {
            client.onKeyBatchEnd();
        }
    }

    /**
     * Keeps a sealed datagram whose author's keys are being made.
     *
     * @return false when they are not, or there is no room
     */
    boolean hold(int peerId, DatagramPacket packet, HeldDatagrams.Pipeline pipeline) {
        return !closed && agreeing.containsKey(peerId) && held.hold(peerId, packet, pipeline, clockNs.getAsLong());
    }

    int heldDatagrams() {
        return held.size();
    }

    /** The session is over: no key is left. */
    void close() {
        closed = true;
        lane.close();
        underWay.clear();
        agreeing.clear();
        held.clear();
        security.destroy();
    }
}
