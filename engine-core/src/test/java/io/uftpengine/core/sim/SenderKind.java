package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.sender.SenderParameters;

/** Makes a sender's machine: our session or the model of the reference's. */
@FunctionalInterface
public interface SenderKind {
    ProtocolMachine create(SenderParameters parameters, long nowNs);
}
