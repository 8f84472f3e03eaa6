package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.ProtocolMachine;

/** A receiver's machine together with its data path: our session or the model of the reference's. */
public interface ReceiverPort {
    /** Makes machines. */
    @FunctionalInterface
    interface Kind {
        /** A machine for the session that this ANNOUNCE opens, or null when it does not concern this receiver. */
        ReceiverPort admit(int uniqueId, Inbound announce, long nowNs);
    }

    ProtocolMachine machine();

    /** File offset that the block belongs at, or negative when it is not wanted. */
    long claimBlock(int fileId, int section, int block, int length, long nowNs);

    /** What the TFMCC extension of a block carries, before its claim. */
    default void stamped(long stamp, long nowNs) {}

    /** There was no room for a block, which therefore was not claimed. */
    default void blockRefused(long nowNs) {}
}
