package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final int CODE = QuantizedRtt.encode(0.1);
    private static final long G = QuantizedRtt.decodeNanos(CODE);

    @Test
    void shouldJoinAndRegisterAtOnce() {
        ReceiverHarness receiver = new ReceiverHarness();
        assertEquals(
                List.of(
                        new Action.JoinGroup(ip("230.5.5.7")),
                        new Action.Send(
                                new UftpHeader(ProtocolVersion.V5, Function.REGISTER, 0, US, GROUP, 0, 0, 0),
                                Register.clear(ANNOUNCE_MICROS, IdList.EMPTY),
                                new Action.Unicast(SENDER_ADDRESS))),
                receiver.actions);
        assertEquals(List.of(new SessionEvent.PhaseEntered(Phase.ANNOUNCE)), receiver.events);
    }

    @Test
    void shouldJoinNothingInUnicastModeOrWhenTheGroupsAreTheSame() {
        assertEquals(List.of(), new ReceiverHarness(groups("0.0.0.0", "0.0.0.0")).actions(Action.JoinGroup.class));
        assertEquals(List.of(), new ReceiverHarness(groups("230.4.4.1", "230.4.4.1")).actions(Action.JoinGroup.class));
        assertEquals(List.of(), new ReceiverHarness(groups("230.4.4.1", "198.18.0.7")).actions(Action.JoinGroup.class));
        assertEquals(
                List.of(new Action.JoinGroup(ip("ff15::2"))),
                new ReceiverHarness(groups("ff15::1", "ff15::2")).actions(Action.JoinGroup.class));
        ReceiverHarness unicast = new ReceiverHarness(groups("0.0.0.0", "0.0.0.0"));
        unicast.session.onAbortRequest("bye", unicast.now);
        unicast.pass(0);
        assertEquals(List.of(), unicast.actions(Action.LeaveGroup.class));
    }

    private static Announce groups(String publicAddress, String privateAddress) {
        return new Announce(
                false,
                false,
                ROBUST,
                0,
                BLOCK,
                ANNOUNCE_MICROS,
                ip(publicAddress),
                ip(privateAddress),
                List.of(),
                IdList.EMPTY);
    }

    @Test
    void shouldRepeatEveryFiveGrttAndGiveUpAfterFiveTimesRobust() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.pass(5 * G - 1);
        assertEquals(1, receiver.sent(Register.class).size());
        receiver.pass(1);
        assertEquals(2, receiver.sent(Register.class).size());
        assertEquals(
                ANNOUNCE_MICROS + 5 * G / 1000,
                receiver.sent(Register.class).get(1).echoedMicros());
        receiver.pass(5 * G * ROBUST - 5 * G - 1);
        // Wire facts 8.4: 20 REGISTERs, then ABORT.
        assertEquals(20, receiver.sent(Register.class).size());
        assertEquals(0, receiver.sent(Abort.class).size());
        receiver.pass(1);
        assertEquals(20, receiver.sent(Register.class).size());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(1, receiver.actions(Action.LeaveGroup.class).size());
        assertTrue(receiver.session.isTerminated());
    }

    @Test
    void shouldKeepItsTriesWhenTheGrttCollapses() {
        // Found by the simulator: everybody whose REG_CONF was lost gave up at the second ANNOUNCE (T22).
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.pass(4 * G);
        receiver.grttCode = QuantizedRtt.encode(0.001);
        receiver.deliver(announce(IdList.EMPTY));
        receiver.pass(SECOND / 2);
        assertNull(receiver.ended());
        int before = receiver.sent(Register.class).size();
        assertTrue(before > 20, before + " REGISTERs");
        receiver.deliver(new RegConf(WE));
        assertEquals(Phase.FILE_INFO, receiver.session.phase());
    }

    @Test
    void shouldGiveUpEvenWhileAnnouncesGoOn() {
        ReceiverHarness receiver = new ReceiverHarness();
        for (int i = 0; i < 5 * ROBUST && receiver.ended() == null; i++) {
            receiver.pass(G);
            receiver.deliver(announce(IdList.EMPTY));
        }
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
    }

    @Test
    void shouldNotGiveUpWithinASecondOrRepeatInAStorm() {
        ReceiverHarness receiver = new ReceiverHarness(announce(IdList.EMPTY), 0);
        receiver.pass(SECOND - 1);
        assertNull(receiver.ended());
        assertEquals(100, receiver.sent(Register.class).size());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
    }

    @Test
    void shouldStopWhenConfirmed() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.deliver(new RegConf(THEY));
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
        receiver.deliver(new RegConf(WE));
        receiver.deliver(new RegConf(WE));
        assertEquals(Phase.FILE_INFO, receiver.session.phase());
        assertEquals(2, receiver.events(SessionEvent.PhaseEntered.class).size());
        receiver.pass(ROBUST * G - 1);
        assertEquals(1, receiver.sent(Register.class).size());
    }

    @Test
    void shouldTakeAFileInfoForConfirmation() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.deliver(fileInfo(1, 100, THEY));
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
        receiver.deliver(fileInfo(1, 100, WE));
        receiver.opened(1);
        assertEquals(1, receiver.sent(FileInfoAck.class).size());
        receiver.pass(5 * G);
        assertEquals(1, receiver.sent(Register.class).size());
    }

    @Test
    void shouldTakeTheEndOfTheSessionForConfirmation() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.deliver(done(0, 0, THEY));
        receiver.deliver(done(1, 0, WE));
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
        receiver.deliver(done(0, 0, WE));
        assertEquals(0, receiver.sent(Complete.class).get(0).fileId());
    }

    @Test
    void shouldAnswerARepeatedAnnounceOncePerGrtt() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.deliver(announce(WE));
        receiver.pass(G - 1);
        receiver.deliver(announce(WE));
        assertEquals(1, receiver.sent(Register.class).size());
        receiver.pass(1);
        receiver.deliver(announce(WE));
        receiver.deliver(announce(WE));
        assertEquals(2, receiver.sent(Register.class).size());
        receiver.pass(G);
        receiver.deliver(announce(THEY));
        assertEquals(2, receiver.sent(Register.class).size());
        receiver.deliver(announce(IdList.EMPTY));
        assertEquals(3, receiver.sent(Register.class).size());
    }

    @Test
    void shouldNotRegisterAgainOnceConfirmed() {
        ReceiverHarness receiver = confirmed();
        receiver.pass(2 * G);
        receiver.deliver(announce(WE));
        assertEquals(0, receiver.sent(Register.class).size());
    }

    @Test
    void shouldRescaleRunningTimersFromTheirStart() {
        ReceiverHarness receiver = new ReceiverHarness();
        receiver.pass(3 * G);
        receiver.grttCode = QuantizedRtt.encode(0.01);
        long smallerG = QuantizedRtt.decodeNanos(receiver.grttCode);
        receiver.deliver(new RegConf(THEY));
        assertEquals(List.of(new SessionEvent.GrttChanged(smallerG)), receiver.events(SessionEvent.GrttChanged.class));
        // Already overdue at the new GRTT.
        receiver.pass(0);
        assertEquals(2, receiver.sent(Register.class).size());
        receiver.pass(2 * smallerG);
        receiver.grttCode = QuantizedRtt.encode(1);
        long largerG = QuantizedRtt.decodeNanos(receiver.grttCode);
        receiver.deliver(new RegConf(THEY));
        receiver.pass(5 * largerG - 2 * smallerG - 1);
        assertEquals(2, receiver.sent(Register.class).size());
        receiver.pass(1);
        assertEquals(3, receiver.sent(Register.class).size());
    }

    @Test
    void shouldNotTellSmallChangesOfTheGrtt() {
        ReceiverHarness receiver = new ReceiverHarness(announce(IdList.EMPTY), QuantizedRtt.encode(0.001));
        receiver.grttCode = QuantizedRtt.encode(0.0015);
        receiver.deliver(new RegConf(WE));
        assertEquals(0, receiver.events(SessionEvent.GrttChanged.class).size());
        assertEquals(
                QuantizedRtt.decodeNanos(receiver.grttCode),
                receiver.session.progress().grttNs());
    }

    @Test
    void shouldNotStartFromAnythingButAnAnnounce() {
        ReceiverHarness receiver = new ReceiverHarness();
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReceiverSession(PARAMETERS, receiver.inbound(new RegConf(WE)), 0));
    }
}
