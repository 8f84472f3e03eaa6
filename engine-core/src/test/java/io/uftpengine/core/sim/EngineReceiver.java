package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.receiver.Admission;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;

/** Our receiver. */
final class EngineReceiver implements ReceiverPort {
    private final ReceiverSession session;

    private EngineReceiver(ReceiverSession session) {
        this.session = session;
    }

    /** See {@link ReceiverPort.Kind}. */
    static ReceiverPort admit(int uniqueId, Inbound announce, long nowNs) {
        ReceiverParameters parameters =
                new ReceiverParameters(uniqueId, SimHost.EPOCH_OFFSET_MICROS, SenderTrust.ANYBODY);
        Admission admission = ReceiverSession.admit(parameters, announce);
        return admission.verdict() == Admission.Verdict.ACCEPT
                ? new EngineReceiver(new ReceiverSession(parameters, announce, nowNs))
                : null;
    }

    @Override
    public ProtocolMachine machine() {
        return session;
    }

    @Override
    public long claimBlock(int fileId, int section, int block, int length, long nowNs) {
        return session.claimBlock(fileId, section, block, length, nowNs);
    }

    @Override
    public void blockRefused(long nowNs) {
        session.blockRefused(nowNs);
    }
}
