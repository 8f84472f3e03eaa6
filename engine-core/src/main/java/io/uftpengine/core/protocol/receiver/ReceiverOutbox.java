package io.uftpengine.core.protocol.receiver;

import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.session.PeerText;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What a receiver session wants done and told, in order. The host drains it after every input, and no input makes more than
 * a few entries; that bounds it.
 */
final class ReceiverOutbox {
    private final Queue<Action> actions = new ArrayDeque<>();
    private final Queue<SessionEvent> events = new ArrayDeque<>();
    private final UftpHeader announce;
    private final int uniqueId;
    private final Action.Destination sender;
    private int sequence;
    private Protection protection = Protection.CLEAR;
    private TfmccFeedback congestion;

    /**
     * @param announce header of the ANNOUNCE: version, group and instance of all answers
     * @param sender address and port it came from; all answers go there (wire facts 5.1)
     */
    ReceiverOutbox(UftpHeader announce, int uniqueId, InetSocketAddress sender) {
        this.announce = announce;
        this.uniqueId = uniqueId;
        this.sender = new Action.Unicast(sender);
    }

    /** What {@link #send(Message)} seals with from now on. */
    void protectWith(Protection newProtection) {
        protection = newProtection;
    }

    /** Every STATUS carries congestion feedback from now on. One that goes to a proxy must not, it takes it for NAKs (wire facts 10.5). */
    void addFeedback(TfmccFeedback newCongestion) {
        congestion = newCongestion;
    }

    /** Sends a message to the sender as everything is sent now. */
    void send(Message message) {
        if (congestion != null && message instanceof Status status) {
            List<HeaderExtension> feedback = List.of(congestion.statusExtension());
            send(new Status(status.fileId(), status.section(), feedback, status.naks()), protection);
            return;
        }
        send(message, protection);
    }

    /** Sends a message to the sender; upstream GRTT and group size are 0 (wire facts 2.1). */
    void send(Message message, Protection ownProtection) {
        UftpHeader header = new UftpHeader(
                announce.version(),
                message.function(),
                sequence,
                uniqueId,
                announce.groupId(),
                announce.instance(),
                0,
                0);
        sequence = sequence + 1 & 0xFFFF;
        actions.add(new Action.Send(header, message, sender, ownProtection));
    }

    /** Tells the sender that this receiver leaves; a receiver's ABORT names no host (protocol 5.2.16). */
    void sendAbort(String reason) {
        send(new Abort(0, 0, PeerText.sanitise(reason)));
    }

    void add(Action action) {
        actions.add(action);
    }

    void add(SessionEvent event) {
        events.add(event);
    }

    Action pollAction() {
        return actions.poll();
    }

    SessionEvent pollEvent() {
        return events.poll();
    }

    boolean isEmpty() {
        return actions.isEmpty() && events.isEmpty();
    }
}
