package io.uftpengine.core.sim;

import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.ProtocolMachine;
import io.uftpengine.core.protocol.receiver.ReceiverParameters;
import io.uftpengine.core.protocol.receiver.ReceiverSession;
import io.uftpengine.core.protocol.receiver.SenderTrust;

/** Our receiver. */
final class EngineReceiver implements ReceiverPort {
    private final ReceiverSession session;

    private EngineReceiver(ReceiverSession session) {
        this.session = session;
    }

    /** Where sessions come in by. */
    static final class Door implements ReceiverPort.Kind {
        private final SenderTrust trust;
        private int refused;

        Door(SenderTrust trust) {
            this.trust = trust;
        }

        @Override
        public ReceiverPort admit(int uniqueId, Inbound announce, long nowNs) {
            ReceiverParameters parameters = new ReceiverParameters(uniqueId, SimHost.EPOCH_OFFSET_MICROS, trust);
            return switch (ReceiverSession.admit(parameters, announce).verdict()) {
                case ACCEPT -> new EngineReceiver(new ReceiverSession(parameters, announce, nowNs));
                case REFUSE -> {
                    refused++;
                    yield null;
                }
                case IGNORE -> null;
            };
        }

        /** ANNOUNCEs refused by all receivers. */
        int refused() {
            return refused;
        }
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
    public void stamped(long stamp, long nowNs) {
        session.onStamp(stamp, nowNs);
    }

    @Override
    public void blockRefused(long nowNs) {
        session.blockRefused(nowNs);
    }
}
