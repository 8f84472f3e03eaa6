package io.uftpengine.core.protocol.sender;

import static io.uftpengine.core.protocol.sender.SenderHarness.MS;
import static io.uftpengine.core.protocol.sender.SenderHarness.SECOND;
import static io.uftpengine.core.protocol.sender.SenderHarness.addressOf;
import static io.uftpengine.core.protocol.sender.SenderHarness.randomOf;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.core.event.ReceiverState;
import io.uftpengine.core.event.SessionEvent.HandshakeRefused;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.sender.SenderHarness.Packet;
import io.uftpengine.core.protocol.sender.SenderHarness.Setup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Registration in encrypted sessions with honest receivers, lossy networks and wrong keys. */
class EncryptedHandshakeTest {
    private static final int A = 0x0101;
    private static final int B = 0x0102;

    private static Setup closed(int... receivers) {
        return Setup.closed(receivers).encrypted(false, MS).file("f", 10);
    }

    private static Setup closedWithClientKeys(int... receivers) {
        return Setup.closed(receivers).encrypted(true, MS).file("f", 10);
    }

    private static Message sealedComplete(int fileId) {
        return new Complete(fileId, CompletionStatus.NORMAL, List.of(), IdList.EMPTY);
    }

    private static Message fileInfoAck(SenderHarness host) {
        return new FileInfoAck(1, false, host.epochMicros() - 2000, IdList.EMPTY);
    }

    @Test
    void shouldRunAWholeSession() {
        SenderHarness host = closed(A, B).start();
        assertEquals(1, host.announces().size());
        assertEquals(
                List.of(host.announces().get(0).extensions().get(0)),
                host.announces().get(0).extensions());
        host.registerKeyed(A);
        host.registerKeyed(B);
        assertTrue(host.keyInfos().isEmpty());
        host.run(2 * MS);
        assertEquals(List.of(IdList.of(A, B)), host.keyInfos(), "as soon as all are ready");
        assertEquals(
                new Action.PrivateGroup(), host.packets(Function.KEYINFO).get(0).destination());
        host.keyInfoAck(A);
        host.keyInfoAck(B);
        assertEquals(ReceiverState.REGISTERED, host.participant(B).state());
        assertEquals(0, host.participant(A).rttNs());
        host.run(2 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(B).state());
        assertEquals(2 * MS, host.participant(A).rttNs());
        assertEquals(1, host.fileInfos().size(), "FILEINFO follows without waiting");
        for (int id : new int[] {A, B}) {
            host.sealed(id, fileInfoAck(host), Protection.APPLICATION);
        }
        assertEquals(1, host.blocks().size());
        host.now += 2 * MS;
        for (int id : new int[] {A, B}) {
            host.sealed(id, sealedComplete(1), Protection.APPLICATION);
        }
        host.now += 2 * MS;
        for (int id : new int[] {A, B}) {
            host.sealed(id, sealedComplete(0), Protection.APPLICATION);
        }
        host.run(SECOND);
        assertEquals(SessionOutcome.COMPLETED, host.session.view().outcome());
        assertEquals(2, host.session.view().receiversIn(ReceiverState.DONE));
        assertTrue(host.session.isTerminated());
        assertEquals(1, host.announces().size());
        assertEquals(1, host.keyInfos().size());
        assertTrue(host.messages(RegConf.class).isEmpty());
        for (Packet packet : host.wire) {
            boolean handshake = packet.message() != null
                    && List.of(Function.ANNOUNCE, Function.KEYINFO)
                            .contains(packet.message().function());
            assertEquals(handshake ? Protection.CLEAR : Protection.APPLICATION, packet.protection());
        }
    }

    @Test
    void shouldAskForClientKeysFirst() {
        SenderHarness host = closedWithClientKeys(A).start();
        host.registerKeyed(A);
        assertNull(host.clientKey(A), "it waits at the host, as the keys are not agreed yet");
        host.run(2 * MS - 1);
        assertTrue(host.keyInfos().isEmpty());
        host.run(1);
        assertEquals(List.of(IdList.of(A)), host.keyInfos());
        host.keyInfoAck(A);
        host.run(MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
    }

    @Test
    void shouldNotListAnyoneWithoutAClientKey() {
        SenderHarness host = closedWithClientKeys(A).start();
        host.registerKeyed(A);
        host.run(SECOND);
        assertTrue(host.keyInfos().isEmpty());
        assertEquals(DropReason.UNAUTHENTICATED, host.sealed(A, KeyHost.GOOD_CLIENT_KEY, Protection.APPLICATION));
        assertEquals(DropReason.UNAUTHENTICATED, host.sealed(A, KeyHost.GOOD_CLIENT_KEY, Protection.CLEAR));
        host.keyInfoAck(A);
        host.run(MS);
        assertEquals(ReceiverState.REGISTERED, host.participant(A).state(), "the proof of what it was not given");
        host.clientKey(A);
        host.run(MS);
        assertEquals(1, host.keyInfos().size());
    }

    @Test
    void shouldGatherAThousandReceiversIntoFortyPackets() {
        int[] ids = IntStream.rangeClosed(1, 1000).toArray();
        Setup setup = closed(ids);
        setup.blockSize = 1300;
        SenderHarness host = setup.start();
        for (int id : ids) {
            host.registerKeyed(id);
        }
        host.run(1000 * MS);
        assertEquals(40, host.keyInfos().size());
        assertTrue(host.keyInfos().stream().allMatch(list -> list.size() == 25));
        for (int id : ids) {
            host.keyInfoAck(id);
        }
        host.run(1000 * MS);
        assertEquals(1000, host.session.view().receiversIn(ReceiverState.ACTIVE));
        assertEquals(40, host.keyInfos().size());
        assertEquals(4, host.fileInfos().size());
    }

    @Test
    void shouldWaitAMomentForOthers() {
        SenderHarness host = Setup.closed().encrypted(false, 0).file("f", 10).start();
        host.registerKeyed(A);
        host.run(4 * MS);
        host.registerKeyed(B);
        host.run(5 * MS - 1);
        assertTrue(host.keyInfos().isEmpty());
        host.run(1);
        assertEquals(List.of(IdList.of(A, B)), host.keyInfos());
    }

    @Test
    void shouldNotLetAStreamOfReceiversHoldUpTheFirst() {
        SenderHarness host = Setup.closed().encrypted(false, 0).file("f", 10).start();
        for (int id = 1; host.keyInfos().isEmpty(); id++) {
            host.registerKeyed(id);
            host.run(4 * MS + MS / 2);
            assertTrue(id < 30);
        }
        assertEquals(19, host.keyInfos().get(0).size(), "the capacity of a packet");
    }

    @Test
    void shouldRepeatKeyInfoAtEveryAttemptAndForARepeatedRegister() {
        SenderHarness host = closed(A, B).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        assertEquals(1, host.keyInfos().size());
        host.registerKeyed(A);
        host.registerKeyed(A);
        host.run(20 * MS);
        assertEquals(1, host.keyInfos().size(), "its answer may be under way");
        host.run(SECOND);
        host.registerKeyed(A);
        host.registerKeyed(A);
        host.run(20 * MS);
        assertEquals(2, host.keyInfos().size());
        host.run(SECOND);
        assertEquals(2, host.announces().size());
        assertEquals(2, host.keyInfos().size(), "not again within a GRTT");
        host.run(1500 * MS);
        assertEquals(3, host.announces().size());
        assertEquals(3, host.keyInfos().size());
        assertEquals(1, host.keys.agreed, "no key work for a repeated REGISTER");
        host.keyInfoAck(A);
        host.keyInfoAck(A);
        host.run(10 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        host.registerKeyed(A);
        host.run(1500 * MS);
        assertEquals(3, host.keyInfos().size(), "it has confirmed");
    }

    @Test
    void shouldSurviveTheLossOfEachMessage() {
        SenderHarness host = closedWithClientKeys(A).start();
        host.run(1500 * MS);
        assertEquals(2, host.announces().size());
        host.registerKeyed(A);
        host.run(2500 * MS);
        host.registerKeyed(A);
        host.clientKey(A);
        host.run(10 * MS);
        assertEquals(1, host.keys.agreed);
        assertEquals(1, host.keyInfos().size());
        host.run(2490 * MS);
        int repeated = host.keyInfos().size();
        assertTrue(repeated >= 2);
        host.registerKeyed(A);
        host.clientKey(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertEquals(1, host.fileInfos().size());
        assertEquals(1, host.keys.agreed);
    }

    @Test
    void shouldSayWhatWasMissing() {
        int c = 0x0103;
        int d = 0x0104;
        SenderHarness host = closedWithClientKeys(A, B, c, d).start();
        host.registerKeyed(A);
        host.registerKeyed(B);
        host.clientKey(B);
        host.registerKeyed(c);
        host.sealed(c, KeyHost.BAD_CLIENT_KEY, Protection.HANDSHAKE);
        host.run(60 * SECOND);
        assertEquals("no CLIENT_KEY", host.participant(A).reason());
        assertEquals("no KEYINFO_ACK", host.participant(B).reason());
        assertEquals("refused: fingerprint of its key", host.participant(c).reason());
        assertEquals(ReceiverState.LOST, host.participant(c).state());
        assertEquals(ReceiverState.MUTE, host.participant(d).state());
        assertEquals(20, host.announces().size());
        assertEquals(1 + 20, host.keyInfos().size());
        assertEquals(SessionOutcome.NO_ANNOUNCE_ANSWER, host.session.view().outcome());
        assertTrue(host.session.view().endReason().contains("0x00000101: no CLIENT_KEY"));
        assertEquals(List.of(new HandshakeRefused(c, "fingerprint of its key")), host.events(HandshakeRefused.class));
        assertEquals(0, host.keys.keys(), "keys of the lost are dropped");
    }

    @Test
    void shouldLetThemTryAgain() {
        SenderHarness host = closedWithClientKeys(A).start();
        host.receive(A, new Register(host.epochMicros(), randomOf(A), KeyHost.BAD_BLOB, IdList.EMPTY));
        host.run(MS);
        host.registerKeyed(A);
        host.run(MS);
        host.sealed(A, KeyHost.BAD_CLIENT_KEY, Protection.HANDSHAKE);
        host.run(MS);
        host.clientKey(A);
        host.run(MS);
        host.sealed(A, KeyHost.BAD_ACK, Protection.APPLICATION);
        host.run(MS);
        assertEquals(ReceiverState.REGISTERED, host.participant(A).state());
        host.keyInfoAck(A);
        host.run(MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertEquals(3, host.events(HandshakeRefused.class).size());
    }

    @Test
    void shouldLimitWrongClientKeysAndTheEventsAboutThem() {
        SenderHarness host = closedWithClientKeys(A).start();
        host.registerKeyed(A);
        for (int i = 0; i < 100; i++) {
            host.run(2 * MS);
            host.sealed(A, KeyHost.BAD_CLIENT_KEY, Protection.HANDSHAKE);
        }
        for (int i = 0; i < 1000; i++) {
            host.receive(A, Register.clear(host.epochMicros(), IdList.EMPTY));
        }
        assertEquals(
                Handshakes.MAX_REFUSALS_TOLD,
                host.events(HandshakeRefused.class).size());
        host.clientKey(A);
        host.run(10 * MS);
        assertTrue(host.keyInfos().isEmpty());
    }

    @Test
    void shouldNotTakeAnUnkeyedRegister() {
        SenderHarness host = closed(A).start();
        host.register(A, MS);
        host.receive(A, new Register(host.epochMicros(), randomOf(A), Bytes.zeros(4000), IdList.EMPTY));
        host.run(MS);
        assertEquals(ReceiverState.MUTE, host.participant(A).state());
        assertEquals(0, host.keys.agreed);
        assertEquals(2, host.events(HandshakeRefused.class).size());
    }

    @Test
    void shouldEndAnOpenGroupAfterAllAttemptsWithThoseThatConfirmed() {
        SenderHarness host = Setup.closed().encrypted(false, MS).file("f", 10).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        host.run(1480 * MS + 18 * 90 * MS);
        assertEquals(20, host.announces().size());
        assertTrue(host.fileInfos().isEmpty());
        host.registerKeyed(B);
        host.run(90 * MS);
        assertTrue(host.fileInfos().isEmpty(), "B may finish");
        host.registerKeyed(0x0199);
        assertEquals(2, host.keys.agreed, "but nobody begins any more");
        host.keyInfoAck(B);
        host.run(MS);
        assertEquals(IdList.of(A, B), host.fileInfos().get(0).receivers());
        assertEquals(20, host.announces().size());
        assertEquals(2, host.session.view().participants().size());
    }

    @Test
    void shouldNotWaitLongForAStrangerThatDoesNotFinish() {
        SenderHarness host = Setup.closed().encrypted(false, MS).file("f", 10).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.registerKeyed(B);
        host.run(10 * SECOND);
        assertEquals(IdList.of(A), host.fileInfos().get(0).receivers());
        long began = host.packets(Function.FILEINFO).get(0).atNs() - 5 * SECOND;
        assertTrue(began <= 1500 * MS + 20 * 90 * MS + 1100 * MS, "took " + began);
        assertEquals(ReceiverState.LOST, host.participant(B).state());
        assertEquals("no KEYINFO_ACK", host.participant(B).reason());
    }

    @Test
    void shouldRepeatKeyInfoBeforeTheGrttFallsLateAndNotTooFar() {
        SenderHarness host = Setup.closed().encrypted(true, MS).file("f", 10).start();
        host.registerKeyed(A);
        host.clientKey(A);
        host.registerKeyed(B);
        host.clientKey(B);
        host.run(20 * MS);
        host.keyInfoAck(A);
        host.run(1480 * MS);
        List<Packet> keyInfos = host.packets(Function.KEYINFO);
        assertEquals(1 + 2, keyInfos.size(), "two copies for B");
        assertEquals(List.of(IdList.of(B), IdList.of(B)), host.keyInfos().subList(1, 3));
        assertEquals(157, keyInfos.get(2).grttCode(), "still with the old GRTT");
        Packet announce = host.packets(Function.ANNOUNCE).get(1);
        assertTrue(announce.grttCode() < 150);
        assertEquals(30 * MS, host.session.view().grttNs(), "5 * 20 GRTTs are 3 s, so B does not give up now");
        host.run(90 * MS);
        assertEquals(3, host.announces().size());
        assertEquals(1 + 2 + 1, host.packets(Function.KEYINFO).size(), "it does not fall again");
    }

    @Test
    void shouldNotLetClearMessagesTouchTheSession() {
        SenderHarness host = closed(A, B).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        assertEquals(DropReason.UNAUTHENTICATED, host.receive(A, KeyHost.GOOD_ACK));
        host.keyInfoAck(A);
        host.registerKeyed(B);
        host.run(10 * MS);
        host.keyInfoAck(B);
        host.run(10 * MS);
        assertEquals(1, host.fileInfos().size());
        long grttNs = host.session.view().grttNs();
        host.forgetWire();
        assertEquals(DropReason.UNAUTHENTICATED, host.receive(A, new Abort(0, 0, "forged")));
        assertEquals(DropReason.UNAUTHENTICATED, host.ackFileInfo(A, 1, 900 * MS));
        assertEquals(DropReason.UNAUTHENTICATED, host.complete(A, 1));
        assertEquals(DropReason.UNAUTHENTICATED, host.complete(A, 0));
        assertEquals(DropReason.UNAUTHENTICATED, host.status(A, 1, 0, 1, 0));
        assertEquals(DropReason.UNAUTHENTICATED, host.receive(A, KeyHost.GOOD_ACK));
        host.register(A, 900 * MS);
        host.receive(A, host.keyed(randomOf(A, 1), 900 * MS));
        host.receive(A, host.keyed(randomOf(A, 1), 900 * MS));
        assertTrue(host.wire.isEmpty());
        assertEquals(2 * MS, host.participant(A).rttNs());
        assertEquals(grttNs, host.session.view().grttNs());
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        assertNull(host.sealed(A, new Abort(0, 0, "disk full"), Protection.APPLICATION));
        assertEquals(ReceiverState.ABORTED, host.participant(A).state());
        assertEquals(1, host.keys.keys(), "its keys are dropped");
    }

    @Test
    void shouldBelieveARefusalInTheClearOnlyAfterAWhile() {
        SenderHarness host = closed(A, B).start();
        assertNull(host.receive(A, new Abort(0, 0, "forged")));
        assertNull(host.receive(B, new Abort(0, 0, "not on my list")));
        assertEquals(ReceiverState.MUTE, host.participant(A).state());
        host.run(1500 * MS);
        assertEquals(IdList.of(A, B), host.announces().get(1).receivers());
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(1500 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
        host.run(1500 * MS);
        assertEquals(ReceiverState.ABORTED, host.participant(B).state());
        assertEquals("not on my list", host.participant(B).reason());
        assertEquals(IdList.of(A), host.fileInfos().get(0).receivers());
    }

    @Test
    void shouldTakeBackWhoRegistersAfterARefusal() {
        SenderHarness host = closed(A, B).start();
        host.receive(A, new Abort(0, 0, "no"));
        host.run(5 * SECOND);
        assertEquals(ReceiverState.ABORTED, host.participant(A).state());
        assertEquals(DropReason.SESSION_OVER, host.receive(A, new Abort(0, 0, "no")));
        assertNull(host.registerKeyed(A));
        assertEquals(ReceiverState.REGISTERED, host.participant(A).state());
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        assertEquals(ReceiverState.ACTIVE, host.participant(A).state());
    }

    @Test
    void shouldTakeARefusalOnlyFromTheAddressOfTheRegister() {
        SenderHarness host = closed(A, B).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        Abort abort = new Abort(0, 0, "bad signature");
        assertEquals(DropReason.WRONG_SOURCE, host.receive(A, abort, addressOf(B)));
        assertNull(host.receive(A, abort));
        host.run(5 * SECOND);
        assertEquals(ReceiverState.ABORTED, host.participant(A).state());
        assertEquals("bad signature", host.participant(A).reason());
        assertEquals(0, host.keys.keys());
    }

    @Test
    void shouldKeepReceiversAliveBetweenFilesWithSealedMessages() {
        Setup setup = closed(A);
        setup.diskHeld = true;
        SenderHarness host = setup.start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        host.forgetWire();
        host.run(5 * SECOND);
        assertEquals(20, host.packets(Function.DONE_CONF).size(), "as often as REG_CONF in the clear");
        assertEquals(20, host.wire.size());
        assertTrue(host.wire.stream().allMatch(p -> p.protection() == Protection.APPLICATION));
    }

    @Test
    void shouldCountWhatSealingAddsToTheRate() {
        Setup setup = closed(A);
        setup.rate = 100_000;
        setup.files.clear();
        SenderHarness host = setup.file("f", 10_000).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        host.sealed(A, fileInfoAck(host), Protection.APPLICATION);
        host.run(SECOND);
        List<Packet> blocks = host.wire.stream().filter(p -> p.block() != null).toList();
        assertEquals(10, blocks.size());
        long packet = 20 + 8 + 16 + 12 + 8 + 1000 + 16;
        assertEquals(9 * packet * 10_000, blocks.get(9).atNs() - blocks.get(0).atNs());
    }

    @Test
    void shouldTellEverybodyWhenInterrupted() {
        SenderHarness host = closed(A, B).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.abort("user");
        List<Packet> aborts = host.packets(Function.ABORT);
        assertEquals(6, aborts.size());
        assertEquals(new Action.PublicGroup(), aborts.get(0).destination());
        assertEquals(Protection.CLEAR, aborts.get(0).protection());
        assertEquals(new Action.PrivateGroup(), aborts.get(1).destination());
        assertEquals(Protection.CLEAR, aborts.get(1).protection());
        assertEquals(new Action.PrivateGroup(), aborts.get(2).destination());
        assertEquals(Protection.APPLICATION, aborts.get(2).protection());
        host.run(SECOND);
        assertTrue(host.session.isTerminated());
        assertEquals(1, host.messages(KeyInfo.class).size());
    }

    @Test
    void shouldOnlySealWhenInterruptedLater() {
        SenderHarness host = closed(A).start();
        host.registerKeyed(A);
        host.run(10 * MS);
        host.keyInfoAck(A);
        host.run(10 * MS);
        host.abort("user");
        List<Packet> aborts = host.packets(Function.ABORT);
        assertEquals(2, aborts.size());
        assertTrue(aborts.stream().allMatch(p -> p.protection() == Protection.APPLICATION));
    }
}
