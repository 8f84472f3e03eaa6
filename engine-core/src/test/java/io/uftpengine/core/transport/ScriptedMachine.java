package io.uftpengine.core.transport;

import io.uftpengine.codec.message.Message;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.machine.TransmitSink;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what it is given and does what the test says. */
class ScriptedMachine implements ProtocolMachine {
    /** What {@link #onHeader} was given. */
    record Seen(int function, Protection protection, int sequence, int datagramLength) {}

    final List<Seen> headers = new ArrayList<>();
    final List<Inbound> messages = new ArrayList<>();
    final List<TaskResult> results = new ArrayList<>();
    final ArrayDeque<Action> actions = new ArrayDeque<>();
    DropReason verdictOnClear;
    Consumer<Inbound> onMessage = in -> {};
    boolean terminated;

    /** The messages alone. */
    List<Class<? extends Message>> messageTypes() {
        List<Class<? extends Message>> types = new ArrayList<>();
        messages.forEach(in -> types.add(in.message().getClass()));
        return types;
    }

    @Override
    public DropReason onHeader(
            int function,
            Protection protection,
            int sequence,
            int sourceId,
            int grttCode,
            int groupSizeCode,
            int datagramLength,
            InetSocketAddress remote,
            long nowNs) {
        headers.add(new Seen(function, protection, sequence, datagramLength));
        return protection == Protection.CLEAR ? verdictOnClear : null;
    }

    @Override
    public void onMessage(Inbound in, long nowNs) {
        messages.add(in);
        onMessage.accept(in);
    }

    @Override
    public void onTimeout(long nowNs) {
        return;
    }

    @Override
    public void onTaskResult(TaskResult result, long nowNs) {
        results.add(result);
    }

    @Override
    public void onAbortRequest(String reason, long nowNs) {
        terminated = true;
    }

    @Override
    public long nextDeadlineNs() {
        return NO_DEADLINE;
    }

    @Override
    public int pollTransmit(long nowNs, int maxSegments, TransmitSink sink) {
        return 0;
    }

    @Override
    public Action pollAction() {
        return actions.poll();
    }

    @Override
    public SessionEvent pollEvent() {
        return null;
    }

    @Override
    public boolean isTerminated() {
        return terminated && actions.isEmpty();
    }
}
