package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TransmitSink;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** Goes with a {@link ScriptedMachine}. */
final class ScriptedHost implements SessionHost {
    final List<Throwable> ends = new ArrayList<>();
    private final Runnable onOver;

    ScriptedHost() {
        this(() -> {});
    }

    ScriptedHost(Runnable onOver) {
        this.onOver = onOver;
    }

    @Override
    public InetSocketAddress resolve(Action.Destination destination) {
        return Datagrams.SENDER_ADDRESS;
    }

    @Override
    public boolean maySend(Action.Send send) {
        return true;
    }

    @Override
    public void perform(Action action) {
        throw new AssertionError(action);
    }

    @Override
    public void onEvent(SessionEvent event) {
        return;
    }

    @Override
    public TransmitSink transmitSink() {
        return null;
    }

    @Override
    public void endActions() {
        return;
    }

    @Override
    public int transmitBatchBlocks() {
        return 64;
    }

    @Override
    public void endTransmitBatch() {
        return;
    }

    @Override
    public void endReadBatch() {
        return;
    }

    @Override
    public void onOver(Throwable defect) {
        ends.add(defect);
        onOver.run();
    }
}
