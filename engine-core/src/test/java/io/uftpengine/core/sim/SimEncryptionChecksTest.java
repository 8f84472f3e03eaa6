package io.uftpengine.core.sim;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.FileOutcome;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import org.junit.jupiter.api.Test;

/** The checks on encrypted sessions notice what they are there for. */
class SimEncryptionChecksTest {
    private static final int RECEIVER = 7;
    private static final Action.Destination GROUP = new Action.PrivateGroup();
    private static final Action.Destination ONE = new Action.Unicast(SimNetwork.SENDER_ADDRESS);

    private final ProofChecks proofs = new ProofChecks(true);
    private final SenderChecks sender = new SenderChecks(null, 1300);
    private final UpstreamChecks receiver = new UpstreamChecks(null, RECEIVER);

    private static UftpHeader header(Message message) {
        return new UftpHeader(ProtocolVersion.V5, message.function(), 0, RECEIVER, 1, 0, 0, 0);
    }

    private static Action.KeyAction agree(int exchange) {
        return new Action.AgreeKeys(RECEIVER, exchange, Bytes.zeros(32), Bytes.EMPTY);
    }

    private void told(ReceiverState state) {
        proofs.told(new SessionEvent.ReceiverChanged(RECEIVER, state, ""));
    }

    private void prove(int exchange) {
        proofs.asked(agree(exchange));
        proofs.answered(new TaskResult.ReceiverVerified(RECEIVER, exchange));
        proofs.answered(new TaskResult.ReceiverConfirmed(RECEIVER));
    }

    @Test
    void shouldNoticeASenderThatCountsWhoHasProvedNothing() {
        told(ReceiverState.REGISTERED);
        assertThrows(SimulationFailure.class, () -> told(ReceiverState.ACTIVE));
        proofs.asked(agree(1));
        proofs.answered(new TaskResult.ReceiverVerified(RECEIVER, 1));
        assertThrows(SimulationFailure.class, () -> told(ReceiverState.DONE));
        assertThrows(
                SimulationFailure.class, () -> proofs.told(new SessionEvent.FileResult(RECEIVER, 1, FileOutcome.COPY)));
        proofs.answered(new TaskResult.ReceiverConfirmed(RECEIVER));
        assertDoesNotThrow(() -> told(ReceiverState.DONE));
    }

    @Test
    void shouldNoticeASenderThatTakesAnOldProof() {
        prove(1);
        proofs.asked(agree(2));
        assertThrows(SimulationFailure.class, () -> told(ReceiverState.ACTIVE));
        proofs.answered(new TaskResult.ReceiverVerified(RECEIVER, 1));
        proofs.answered(new TaskResult.ReceiverConfirmed(RECEIVER));
        assertThrows(SimulationFailure.class, () -> told(ReceiverState.ACTIVE), "verified was the first exchange");
    }

    @Test
    void shouldNoticeAGroupMasterForAStranger() {
        KeyInfoAck some = new KeyInfoAck(Bytes.EMPTY);
        Action.SendKeyInfo keyInfo = new Action.SendKeyInfo(header(some), IdList.of(RECEIVER), GROUP);
        assertThrows(SimulationFailure.class, () -> proofs.asked(keyInfo));
        prove(1);
        assertDoesNotThrow(() -> proofs.asked(keyInfo));
    }

    @Test
    void shouldNoticeASenderThatListensInTheClear() {
        Abort abort = new Abort(0, 0, "");
        Inbound clear = new Inbound(header(abort), abort, SimNetwork.SENDER_ADDRESS);
        assertDoesNotThrow(() -> proofs.accepted(clear));
        prove(1);
        assertThrows(SimulationFailure.class, () -> proofs.accepted(clear));
        ClientKey clientKey = new ClientKey(Bytes.EMPTY, Bytes.EMPTY);
        Inbound wrongKey = new Inbound(
                header(clientKey), clientKey, SimNetwork.SENDER_ADDRESS, Protection.APPLICATION, Bytes.EMPTY);
        assertThrows(SimulationFailure.class, () -> proofs.accepted(wrongKey));
    }

    private void sends(Message message, Action.Destination destination, Protection protection) {
        sender.protection(new Action.Send(header(message), message, destination, protection), true);
    }

    @Test
    void shouldNoticeASenderThatSpeaksInTheClear() {
        assertThrows(SimulationFailure.class, () -> sends(new DoneConf(IdList.of(1)), GROUP, Protection.CLEAR));
        assertThrows(SimulationFailure.class, () -> sends(new RegConf(IdList.of(1)), GROUP, Protection.APPLICATION));
        assertDoesNotThrow(() -> sends(new Abort(0, 1, ""), ONE, Protection.CLEAR));
        assertDoesNotThrow(() -> sends(new DoneConf(IdList.of(1)), GROUP, Protection.APPLICATION));
    }

    private void answers(Message message, Protection protection, boolean hasKeys) {
        receiver.protection(new Action.Send(header(message), message, ONE, protection), true, hasKeys);
    }

    @Test
    void shouldNoticeAReceiverThatSpeaksUnderAWrongKey() {
        ClientKey clientKey = new ClientKey(Bytes.EMPTY, Bytes.EMPTY);
        KeyInfoAck ack = new KeyInfoAck(Bytes.EMPTY);
        Abort abort = new Abort(0, 0, "");
        assertThrows(SimulationFailure.class, () -> answers(clientKey, Protection.CLEAR, false));
        assertThrows(SimulationFailure.class, () -> answers(ack, Protection.HANDSHAKE, true));
        assertThrows(SimulationFailure.class, () -> answers(ack, Protection.CLEAR, false));
        assertThrows(SimulationFailure.class, () -> answers(abort, Protection.CLEAR, true));
        assertDoesNotThrow(() -> answers(abort, Protection.CLEAR, false));
        assertDoesNotThrow(() -> answers(clientKey, Protection.HANDSHAKE, false));
        assertDoesNotThrow(() -> answers(ack, Protection.APPLICATION, true));
        assertDoesNotThrow(() -> answers(Register.clear(0, IdList.EMPTY), Protection.CLEAR, true));
    }
}
