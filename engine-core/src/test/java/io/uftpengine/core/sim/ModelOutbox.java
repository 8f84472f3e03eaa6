package io.uftpengine.core.sim;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import java.util.ArrayDeque;

/** Actions and events of a reference model that its host has not fetched yet. */
final class ModelOutbox {
    private final ArrayDeque<Action> actions = new ArrayDeque<>();
    private final ArrayDeque<SessionEvent> events = new ArrayDeque<>();
    private final int sourceId;
    private final int groupId;
    private final int instance;
    private int sequence;

    ModelOutbox(int sourceId, int groupId, int instance) {
        this.sourceId = sourceId;
        this.groupId = groupId;
        this.instance = instance;
    }

    int nextSequence() {
        return sequence++ & 0xFFFF;
    }

    void send(Message message, int grttCode, int groupSizeCode, Action.Destination destination, Protection protection) {
        UftpHeader header = header(message.function(), grttCode, groupSizeCode);
        actions.add(new Action.Send(header, message, destination, protection));
    }

    UftpHeader header(Function function, int grttCode, int groupSizeCode) {
        return new UftpHeader(
                ProtocolVersion.V5, function, nextSequence(), sourceId, groupId, instance, grttCode, groupSizeCode);
    }

    void ask(Action action) {
        actions.add(action);
    }

    void tell(SessionEvent event) {
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
