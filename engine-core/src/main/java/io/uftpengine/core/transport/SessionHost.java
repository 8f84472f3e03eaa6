package io.uftpengine.core.transport;

import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.TransmitSink;
import java.net.InetSocketAddress;

/** What a {@link SessionDriver} needs of its role. Every call comes on the role's event loop. */
interface SessionHost {
    /** Where a message goes. */
    InetSocketAddress resolve(Action.Destination destination);

    /** Whether a message may leave; otherwise it counts as lost. */
    boolean maySend(Action.Send send);

    /** Anything but {@link Action.Send} and {@link Action.KeyAction}. Answers come back later by {@link SessionDriver#onTaskResult}. */
    void perform(Action action);

    /** No more actions for the moment: what {@link #perform} has put together goes on its way. */
    void endActions();

    /** For listeners. */
    void onEvent(SessionEvent event);

    /** Takes blocks that leave; null when the role sends none. */
    TransmitSink transmitSink();

    /** Most blocks of one batch: what one send call takes. */
    int transmitBatchBlocks();

    /** After a batch of blocks: writes what is still held. */
    void endTransmitBatch();

    /** End of a read batch: staged blocks may go to the disk. */
    void endReadBatch();

    /**
     * The session is over: release what it holds. Called once.
     *
     * @param defect why it could not end as it should, or null
     */
    void onOver(Throwable defect);
}
