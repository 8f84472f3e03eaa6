package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static io.uftpengine.core.protocol.sender.SenderHarness.addressOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.Announced;
import io.uftpengine.core.event.SessionEvent.GrttChanged;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnnouncePhaseTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;
    private static final int C = 0x0103;
    private static final int STRANGER = 0x0999;

    @Test
    void shouldAnnounceWhatTheSessionIs() {
        SenderHarness host = Setup.closed(A).file("f", 10).start();
        Announce announce = host.announces().get(0);
        assertEquals(1000, announce.blockSize());
        assertEquals(20, announce.robust());
        assertEquals(Announce.CC_NONE, announce.ccType());
        assertEquals(host.epochMicros(), announce.timestampMicros());
        SenderHarness.Packet packet = host.packets(Function.ANNOUNCE).get(0);
        assertEquals(new Action.PublicGroup(), packet.destination());
        assertEquals(0, packet.sequence());
    }

    @Test
    void shouldAskOnlyTheUnregisteredAgainAndFollowTheGrtt() {
        SenderHarness host = Setup.closed(A, B, C).file("f", 10).start();
        host.register(A, 40 * MS);
        host.run(119 * MS);
        assertEquals(1, host.announces().size());
        host.run(MS);
        assertEquals(2, host.announces().size(), "what is known by now says that all should have answered");
        assertEquals(IdList.of(B, C), host.announces().get(1).receivers());
        assertEquals(List.of(new GrttChanged(40 * MS)), host.events(GrttChanged.class));
        host.register(B, 2 * MS);
        host.run(119 * MS);
        assertEquals(2, host.announces().size());
        host.run(MS);
        assertEquals(3, host.announces().size());
        assertEquals(IdList.of(C), host.announces().get(2).receivers());
        assertEquals(
                List.of(new Announced(1, 0, 3), new Announced(2, 1, 3), new Announced(3, 2, 3)),
                host.events(Announced.class));
        assertTrue(host.fileInfos().isEmpty(), "no FILEINFO before everybody is in");
    }

    @Test
    void shouldSplitLongLists() {
        Setup setup = Setup.closed(IntStream.rangeClosed(1, 300).toArray());
        setup.blockSize = 512;
        SenderHarness host = setup.start();
        assertEquals(
                List.of(128, 128, 44),
                host.announces().stream().map(a -> a.receivers().size()).toList());
        assertEquals(1, host.events(Announced.class).size());
    }

    @Test
    void shouldConfirmSoonAndTogether() {
        SenderHarness host = Setup.closed(A, B, C).file("f", 10).start();
        host.register(A, MS);
        host.run(MS);
        host.register(B, MS);
        assertTrue(host.messages(RegConf.class).isEmpty());
        host.run(2 * MS);
        assertEquals(List.of(new RegConf(IdList.of(A, B))), host.messages(RegConf.class));
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertEquals(ReceiverState.MUTE, host.participant(C).state());

        host.register(A, MS);
        host.register(A, MS);
        host.run(3 * MS);
        assertEquals(2, host.messages(RegConf.class).size(), "once for a repeated REGISTER");
        assertEquals(new RegConf(IdList.of(A)), host.last(RegConf.class));
    }

    @Test
    void shouldConfirmAgainDuringTheTransfer() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.allRegister(A, B).allAck(1, A);
        host.register(B, MS);
        host.run(3 * MS);
        assertEquals(new RegConf(IdList.of(B)), host.last(RegConf.class));
    }

    @Test
    void shouldGoOnWithoutTheMute() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, 20 * MS);
        long start = host.now;
        host.run(10 * SECOND);
        assertEquals(20, host.announces().size());
        FileInfo first = host.fileInfos().get(0);
        assertEquals(IdList.of(A), first.receivers());
        long began = host.packets(Function.FILEINFO).get(0).atNs() - start;
        assertTrue(began <= 1500 * MS + 19 * 60 * MS + 2 * SECOND, "took " + began);
        assertEquals(ReceiverState.MUTE, host.participant(B).state());
        assertEquals("did not answer the ANNOUNCE", host.participant(B).reason());
    }

    @Test
    void shouldEndWhenNobodyAnswers() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        long start = host.now;
        host.run(60 * SECOND);
        assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, host.session.view().outcome());
        assertEquals(20, host.announces().size());
        assertTrue(host.session.view().elapsedNs(host.now) <= 20 * 1500 * MS + 2 * SECOND);
        assertTrue(host.session.view().elapsedNs(host.now) >= 20 * 1500 * MS);
        assertTrue(host.session.isTerminated());
        assertTrue(host.fileInfos().isEmpty());
        assertTrue(host.now > start);
    }

    @Test
    void shouldAnnounceAnOpenGroupTheFullNumberOfTimes() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        assertEquals(IdList.EMPTY, host.announces().get(0).receivers());
        host.register(A, 20 * MS);
        host.run(1500 * MS);
        host.register(B, 10 * MS);
        host.run(18 * 60 * MS);
        assertEquals(20, host.announces().size());
        assertTrue(host.fileInfos().isEmpty(), "the last attempt's time runs");
        host.register(C, 2 * MS);
        host.run(60 * MS);
        assertEquals(20, host.announces().size());
        assertEquals(IdList.of(A, B, C), host.fileInfos().get(0).receivers());
        assertEquals(3 + 2, host.messages(RegConf.class).size(), "one each, and A's again when the GRTT fell");
    }

    @Test
    void shouldRepeatConfirmationsBeforeTheGrttFallsLate() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        host.register(A, 20 * MS);
        host.run(1499 * MS);
        assertEquals(1, host.messages(RegConf.class).size());
        host.run(MS);
        List<SenderHarness.Packet> all = host.wire;
        assertEquals(Function.REG_CONF, all.get(2).message().function());
        assertEquals(Function.REG_CONF, all.get(3).message().function());
        assertEquals(157, all.get(3).grttCode(), "still with the old GRTT");
        assertEquals(Function.ANNOUNCE, all.get(4).message().function());
        assertTrue(all.get(4).grttCode() < 120);
        host.run(SECOND);
        assertEquals(3, host.messages(RegConf.class).size());
    }

    @Test
    void shouldNotHurryWhenTheGrttDoesNotFall() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, 800 * MS);
        host.run(1499 * MS);
        assertEquals(1, host.announces().size());
        host.run(MS);
        assertEquals(2, host.announces().size());
        assertEquals(800 * MS, host.session.view().grttNs());
        assertEquals(1, host.messages(RegConf.class).size());
    }

    @Test
    void shouldNotLetOneSlowReceiverStretchAnOpenAnnouncement() {
        Setup setup = Setup.closed().file("f", 10);
        setup.grttNs = 50 * MS;
        SenderHarness host = setup.start();
        host.register(A, 150 * MS);
        long start = host.now;
        while (host.fileInfos().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(20 * 150 * MS, host.now - start);
        assertEquals(150 * MS, host.session.view().grttNs());
    }

    /** Over a satellite 60 GRTTs are 36 s; 12 are enough for three REGISTERs by a receiver's own timer. */
    @Test
    void shouldNotAnnounceAnOpenGroupForTheReferencesTimeOnALongPath() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        long start = host.now;
        host.run(600 * MS);
        host.register(A, 600 * MS);
        while (host.fileInfos().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(20, host.announces().size());
        assertEquals(1500 * MS + 19 * 360 * MS, host.now - start);
    }

    @Test
    void shouldAnnounceForLongerWhenTheSmallestGrttSaysSo() {
        Setup setup = Setup.closed().file("f", 10);
        setup.minGrttNs = setup.grttNs;
        SenderHarness host = setup.start();
        long start = host.now;
        host.register(A, 2 * MS);
        while (host.fileInfos().isEmpty()) {
            host.runToNextPacket();
        }
        assertEquals(20 * 1500 * MS, host.now - start);
    }

    /** Their answers take time, however near they are. */
    @Test
    void shouldKeepTheGrttLongEnoughForTheAnswersOfALargeGroup() {
        int[] ids = IntStream.rangeClosed(1, 5000).toArray();
        SenderHarness host = Setup.closed(ids).file("f", 10).start();
        for (int id : ids) {
            host.register(id, MS);
        }
        assertEquals(5000 * GrttControl.ANSWER_NS, host.session.view().grttNs());
    }

    @Test
    void shouldTellStrangersWhyTheyAreNotAdmittedButNotWithoutLimit() {
        SenderHarness host = Setup.closed(A).file("f", 10).start();
        assertNull(host.register(STRANGER, MS));
        SenderHarness.Packet refusal = host.packets(Function.ABORT).get(0);
        assertEquals(new Action.Unicast(addressOf(STRANGER)), refusal.destination());
        assertEquals(STRANGER, ((Abort) refusal.message()).hostId());
        for (int i = 0; i < 1000; i++) {
            host.register(0x10000 + i, MS);
        }
        assertEquals(Registrar.MAX_REFUSALS, host.aborts().size());
        assertEquals(1, host.session.view().participants().size());
        host.run(SECOND);
        host.register(STRANGER, MS);
        assertEquals(Registrar.MAX_REFUSALS + 1, host.aborts().size());
    }

    @Test
    void shouldNotAdmitAnyoneAfterThePhase() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        host.register(A, 2 * MS);
        host.run(2500 * MS);
        assertEquals(1, host.session.view().participants().size());
        host.forgetWire();
        host.register(B, 2 * MS);
        assertEquals(1, host.session.view().participants().size());
        assertEquals(B, host.last(Abort.class).hostId());
    }

    @Test
    void shouldNotTakeAMuteReceiverBack() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, 2 * MS);
        host.run(3 * SECOND);
        host.register(B, 2 * MS);
        assertEquals(ReceiverState.MUTE, host.participant(B).state());
        assertEquals(B, host.last(Abort.class).hostId());
    }

    @Test
    void shouldPinAReceiverToItsAddress() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, 2 * MS);
        Register again = Register.clear(host.epochMicros(), IdList.EMPTY);
        assertEquals(DropReason.WRONG_SOURCE, host.receive(A, again, addressOf(B)));
        assertEquals(
                DropReason.WRONG_SOURCE,
                host.receive(A, new Abort(0, 0, "forged"), addressOf(STRANGER)),
                "an ABORT too");
        assertEquals(ReceiverState.REGISTERED, host.participant(A).state());
    }

    @Test
    void shouldDropWhatOnlyParticipantsMaySay() {
        SenderHarness host = Setup.closed(A).file("f", 10).start();
        assertEquals(DropReason.UNKNOWN_PEER, host.complete(STRANGER, 0));
        assertEquals(DropReason.UNKNOWN_PEER, host.complete(A, 0), "not registered");
        assertEquals(DropReason.UNKNOWN_PEER, host.receive(STRANGER, new Abort(0, 0, "x")));
        assertEquals(DropReason.UNKNOWN_PEER, host.register(0, MS));
        assertTrue(host.aborts().isEmpty());
    }

    @Test
    void shouldAcceptAReceiverOfTheSameHostThatHasOurId() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        assertNull(host.register(SenderHarness.SENDER_ID, MS));
        assertEquals(
                ReceiverState.REGISTERED,
                host.participant(SenderHarness.SENDER_ID).state());
    }

    @Test
    void shouldAcceptARefusalInsteadOfARegistration() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.receive(B, new Abort(0, 0, "unencrypted\u0007session\u202E"));
        assertEquals(ReceiverState.ABORTED, host.participant(B).state());
        assertEquals("unencrypted?session?", host.participant(B).reason());
        host.register(A, 2 * MS);
        assertEquals(IdList.of(A), host.last(FileInfo.class).receivers());
    }

    @Test
    void shouldRefuseProxies() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.receive(A, Register.clear(host.epochMicros(), IdList.of(B)));
        assertEquals(ReceiverState.MUTE, host.participant(A).state());
        assertEquals(1, host.aborts().size());
    }

    @Test
    void shouldIgnoreImpossibleEchoes() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, -SECOND);
        host.register(A, 2000 * SECOND);
        host.receive(A, Register.clear(Long.MIN_VALUE, IdList.EMPTY));
        host.receive(A, Register.clear(Long.MAX_VALUE, IdList.EMPTY));
        assertEquals(0, host.participant(A).rttNs());
        host.register(A, 5000);
        assertEquals(MS, host.participant(A).rttNs());
        host.register(B, 30 * MS);
        assertEquals(30 * MS, host.session.view().grttNs());
    }

    @Test
    void shouldLimitTheReceivers() {
        SenderHarness host = Setup.closed().file("f", 10).start();
        for (int i = 1; i <= Participants.MAX_RECEIVERS + 1; i++) {
            host.register(i << 4, MS);
        }
        assertEquals(
                Participants.MAX_RECEIVERS, host.session.view().participants().size());
        assertEquals(1, host.aborts().size());
        assertEquals(
                Participants.MAX_RECEIVERS,
                host.messages(RegConf.class).stream()
                        .mapToInt(c -> c.receivers().size())
                        .sum());
    }

    @Test
    void shouldQuitForOneMuteReceiverWhenTold() {
        Setup setup = Setup.closed(A, B).file("f", 10);
        setup.quitOnError = true;
        SenderHarness host = setup.start();
        host.register(A, 2 * MS);
        host.run(10 * SECOND);
        assertEquals(SessionOutcome.ALL_LOST, host.session.view().outcome());
        assertEquals(0, host.last(Abort.class).hostId());
        assertTrue(host.fileInfos().isEmpty());
        assertEquals(ReceiverState.ABORTED, host.participant(A).state());
        assertTrue(
                host.session.view().endReason().contains("0x00000102"),
                host.session.view().endReason());
    }

    @Test
    void shouldTellBothGroupsWhenInterrupted() {
        SenderHarness host = Setup.closed(A, B).file("f", 10).start();
        host.register(A, 2 * MS);
        host.abort("user");
        assertEquals(SessionOutcome.INTERRUPTED, host.session.view().outcome());
        assertTrue(host.session.isTerminated());
        assertTrue(host.packets(Function.ABORT).stream()
                .anyMatch(p -> p.destination().equals(new Action.PublicGroup())));
        assertTrue(host.packets(Function.ABORT).stream()
                .anyMatch(p -> p.destination().equals(new Action.PrivateGroup())));
        assertTrue(host.aborts().stream()
                .allMatch(a -> a.hostId() == 0 && a.message().equals("user")));
        int sent = host.wire.size();
        assertEquals(DropReason.SESSION_OVER, host.register(B, MS));
        host.abort("again");
        host.run(SECOND);
        assertEquals(sent, host.wire.size());
    }
}
