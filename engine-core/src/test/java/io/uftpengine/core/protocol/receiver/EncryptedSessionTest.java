package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedRtt;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.core.event.SessionEvent;
import io.uftpengine.core.event.SessionEvent.Phase;
import io.uftpengine.core.event.SessionEvent.SessionOutcome;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.DropReason;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.protocol.transfer.SectionLayout;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EncryptedSessionTest {
    private static final long G = QuantizedRtt.decodeNanos(QuantizedRtt.encode(0.1));
    private static final long FIRST_WORD_NS = Joining.MIN_FIRST_WORD_NS;
    private static final TaskResult AGREED = new TaskResult.KeysAgreed(VERIFY_DATA);
    private static final TaskResult FAILED = new TaskResult.HandshakeFailed("the signature does not fit");
    private static final IdList ALL = IdList.EMPTY;

    /** What the sender of an encrypted session says only under its keys. */
    private static final List<Message> SEALED_ONLY = List.of(
            fileInfo(1, 100, WE),
            done(0, 0, WE),
            new DoneConf(WE),
            new RegConf(WE),
            new CongCtrl(1, 2, 3, List.of()),
            new KeyInfoAck(VERIFY_DATA));

    private static Register register(long echoedMicros) {
        return new Register(echoedMicros, RANDOM, ECDH_BLOB, IdList.EMPTY);
    }

    private static Action.Send send(int sequence, Message message, Protection protection) {
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), sequence, US, GROUP, 0, 0, 0);
        return new Action.Send(header, message, new Action.Unicast(SENDER_ADDRESS), protection);
    }

    // --- The ANNOUNCE

    @Test
    void shouldOnlyVerifyAtFirst() {
        ReceiverHarness receiver = verifying(ALL);
        assertEquals(1, receiver.actions.size());
        Action.VerifyAnnounce verify = (Action.VerifyAnnounce) receiver.actions.get(0);
        assertEquals(encryptedAnnounce(ALL), verify.announce().message());
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
        assertFalse(receiver.session.isSenderVerified());
        receiver.pass(ReceiverHandshake.VERIFICATION_NS - 1);
        receiver.deliver(encryptedAnnounce(ALL));
        receiver.deliver(keyInfo(US));
        assertEquals(1, receiver.actions.size());
        assertNull(receiver.ended());
    }

    @Test
    void shouldJoinAndRegisterOnceVerified() {
        ReceiverHarness receiver = verifying(ALL);
        receiver.forget();
        receiver.now += 7 * MS;
        receiver.verified(null);
        // The echo counts from the ANNOUNCE's arrival: verifying is no part of the round trip (wire facts 2.4).
        assertEquals(
                List.of(
                        new Action.JoinGroup(ip("230.5.5.7")),
                        send(0, register(ANNOUNCE_MICROS + 7000), Protection.CLEAR)),
                receiver.actions);
        assertTrue(receiver.session.isSenderVerified());
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
    }

    @Test
    void shouldEndWithoutRegisteringWhenTheSignatureIsWrong() {
        ReceiverHarness receiver = verifying(ALL);
        receiver.forget();
        receiver.result(FAILED);
        assertEquals(
                List.of(send(0, new Abort(0, 0, "the signature does not fit"), Protection.CLEAR)), receiver.actions);
        assertEquals(
                new SessionEvent.SessionEnded(SessionOutcome.HANDSHAKE_FAILED, "the signature does not fit"),
                receiver.ended());
        assertFalse(receiver.session.isSenderVerified());
        assertTrue(receiver.session.isTerminated());
    }

    @Test
    void shouldNotWaitForeverForTheVerification() {
        ReceiverHarness receiver = verifying(ALL);
        receiver.pass(ReceiverHandshake.VERIFICATION_NS - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.FAILED, receiver.ended().outcome());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(0, receiver.sent(Register.class).size());
        assertEquals(0, receiver.actions(Action.LeaveGroup.class).size(), "it was not joined");
        receiver.forget();
        receiver.verified(null);
        assertEquals(List.of(), receiver.actions);
    }

    @Test
    void shouldAnswerARepeatedAnnounceOncePerGrtt() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.pass(G - 1);
        receiver.deliver(encryptedAnnounce(ALL));
        assertEquals(0, receiver.sent(Register.class).size());
        receiver.pass(1);
        receiver.deliver(encryptedAnnounce(ALL));
        receiver.deliver(encryptedAnnounce(ALL));
        assertEquals(List.of(register(ANNOUNCE_MICROS + G / 1000)), receiver.sent(Register.class));
        assertEquals(0, receiver.actions(Action.VerifyAnnounce.class).size());
    }

    // --- CLIENT_KEY

    @Test
    void shouldSendClientKeyBehindEveryRegisterInAnOpenGroup() {
        ReceiverHarness receiver = verifying(ALL);
        receiver.forget();
        receiver.verified(CLIENT_KEY);
        assertEquals(
                List.of(
                        send(0, register(ANNOUNCE_MICROS), Protection.CLEAR),
                        send(1, CLIENT_KEY, Protection.HANDSHAKE)),
                receiver.actions(Action.Send.class));
        receiver.forget();
        receiver.pass(5 * G);
        assertEquals(
                List.of(
                        send(2, register(ANNOUNCE_MICROS + 5 * G / 1000), Protection.CLEAR),
                        send(3, CLIENT_KEY, Protection.HANDSHAKE)),
                receiver.actions);
    }

    @Test
    void shouldHoldClientKeyBehindTwoRegistersInAClosedGroup() {
        ReceiverHarness receiver = verifying(WE);
        receiver.verified(CLIENT_KEY);
        for (int round = 0; round < 3; round++) {
            receiver.pass(Registration.CLIENT_KEY_HOLD_NS - 1);
            assertEquals(2, receiver.sent(Register.class).size());
            assertEquals(0, receiver.sent(ClientKey.class).size());
            receiver.pass(1);
            receiver.session.onTimeout(receiver.now);
            receiver.pass(0);
            assertEquals(1, receiver.sent(ClientKey.class).size());
            assertEquals(
                    Protection.HANDSHAKE,
                    receiver.actions(Action.Send.class).get(2).protection());
            receiver.pass(5 * G - Registration.CLIENT_KEY_HOLD_NS - 1);
            assertEquals(2, receiver.sent(Register.class).size());
            assertEquals(1, receiver.sent(ClientKey.class).size());
            receiver.forget();
            receiver.pass(1);
        }
    }

    @Test
    void shouldRegisterOnceInAClosedGroupWithoutClientKey() {
        ReceiverHarness receiver = verifying(WE);
        receiver.verified(null);
        receiver.pass(5 * G - 1);
        assertEquals(1, receiver.sent(Register.class).size());
        assertEquals(0, receiver.sent(ClientKey.class).size());
    }

    @Test
    void shouldForgetAHeldClientKeyOnceKeysAreAgreed() {
        ReceiverHarness receiver = verifying(WE);
        receiver.verified(CLIENT_KEY);
        receiver.deliver(keyInfo(US));
        receiver.result(AGREED);
        receiver.pass(10 * SECOND);
        assertEquals(0, receiver.sent(ClientKey.class).size());
        assertEquals(2, receiver.sent(Register.class).size());
    }

    // --- KEYINFO

    @Test
    void shouldOpenAKeyInfoAndAcknowledgeUnderItsKeys() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(keyInfo(OTHER, US));
        assertEquals(1, receiver.actions.size());
        Action.OpenKeyInfo open = (Action.OpenKeyInfo) receiver.actions.get(0);
        assertEquals(keyInfo(OTHER, US), open.keyInfo().message());
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
        receiver.forget();
        receiver.result(AGREED);
        assertEquals(List.of(send(1, new KeyInfoAck(VERIFY_DATA), Protection.APPLICATION)), receiver.actions);
        assertEquals(Phase.FILE_INFO, receiver.session.phase());
    }

    @Test
    void shouldIgnoreAKeyInfoForOthers() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(keyInfo(OTHER));
        receiver.deliver(keyInfo());
        assertEquals(List.of(), receiver.actions);
        ReceiverHarness keyed = keyed();
        keyed.pass(SECOND);
        keyed.deliver(keyInfo(OTHER), Protection.CLEAR);
        assertEquals(List.of(), keyed.actions);
    }

    @Test
    void shouldOpenOneKeyInfoAtATime() {
        ReceiverHarness receiver = registered(ALL, null);
        for (int i = 0; i < 100; i++) {
            receiver.deliver(keyInfo(US));
        }
        assertEquals(1, receiver.actions(Action.OpenKeyInfo.class).size());
        receiver.result(FAILED);
        receiver.deliver(keyInfo(US));
        assertEquals(2, receiver.actions(Action.OpenKeyInfo.class).size());
    }

    @Test
    void shouldSurviveForgedKeyInfos() {
        ReceiverHarness receiver = registered(ALL, null);
        for (int i = 0; i < 50; i++) {
            receiver.deliver(keyInfo(US));
            receiver.result(FAILED);
            receiver.pass(G);
        }
        assertNull(receiver.ended());
        assertEquals(0, receiver.sent(Abort.class).size());
        assertEquals(10, receiver.sent(Register.class).size(), "every 5 GRTT, no more and no less");
        assertEquals(
                List.of(new SessionEvent.HandshakeRefused(SENDER, "KEYINFO ignored: the signature does not fit")),
                receiver.events(SessionEvent.HandshakeRefused.class));
        receiver.deliver(keyInfo(US));
        receiver.result(AGREED);
        assertEquals(1, receiver.sent(KeyInfoAck.class).size());
        assertEquals(Phase.FILE_INFO, receiver.session.phase());
    }

    @Test
    void shouldTellForgeriesOnceAMinute() {
        ReceiverHarness receiver = new ReceiverHarness(encryptedAnnounce(ALL), QuantizedRtt.encode(10));
        receiver.verified(null);
        for (int i = 0; i < 181; i++) {
            receiver.deliver(keyInfo(US));
            receiver.result(FAILED);
            receiver.pass(SECOND);
        }
        assertEquals(4, receiver.events(SessionEvent.HandshakeRefused.class).size());
    }

    @Test
    void shouldNameTheFailedCheckAtTheEnd() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(keyInfo(US));
        receiver.result(FAILED);
        receiver.deliver(keyInfo(US));
        receiver.result(new TaskResult.HandshakeFailed("the group master does not open"));
        receiver.pass(5 * G * ROBUST - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        String reason = "2 KEYINFO refused, the last because: the group master does not open";
        assertEquals(new SessionEvent.SessionEnded(SessionOutcome.HANDSHAKE_FAILED, reason), receiver.ended());
        assertEquals(List.of(new Abort(0, 0, reason)), receiver.sent(Abort.class));
        assertEquals(1, receiver.actions(Action.LeaveGroup.class).size());
    }

    @Test
    void shouldSayWhatWasMissing() {
        ReceiverHarness silent = registered(ALL, null);
        silent.pass(5 * G * ROBUST);
        assertEquals(
                new SessionEvent.SessionEnded(SessionOutcome.PEER_LOST, "the sender sent no KEYINFO for this receiver"),
                silent.ended());
        assertEquals(ROBUST - 1, silent.sent(Register.class).size());
        ReceiverHarness slowHost = registered(ALL, null);
        slowHost.deliver(keyInfo(US));
        slowHost.pass(5 * G * ROBUST);
        assertEquals(
                new SessionEvent.SessionEnded(SessionOutcome.FAILED, "a KEYINFO was not checked in time"),
                slowHost.ended());
    }

    @Test
    void shouldKeepRegisteringUntilAKeyInfoComes() {
        // REGISTER, CLIENT_KEY or KEYINFO lost: which of them it was does not matter.
        ReceiverHarness receiver = registered(ALL, CLIENT_KEY);
        receiver.pass(5 * G * (ROBUST - 1));
        assertEquals(ROBUST - 1, receiver.sent(Register.class).size());
        assertEquals(ROBUST - 1, receiver.sent(ClientKey.class).size());
        receiver.deliver(keyInfo(US));
        receiver.result(AGREED);
        receiver.forget();
        receiver.pass(10 * SECOND);
        assertEquals(List.of(), receiver.actions, "registered");
    }

    @Test
    void shouldAcknowledgeARepeatedKeyInfoAgainAndDoNothingElse() {
        ReceiverHarness receiver = keyed();
        long deadline = receiver.session.nextDeadlineNs();
        receiver.pass(MAX_ACK - 1);
        receiver.deliver(keyInfo(US), Protection.CLEAR);
        assertEquals(List.of(), receiver.actions);
        receiver.pass(1);
        receiver.grttCode = 255;
        receiver.sequence = 9999;
        assertNull(receiver.deliver(keyInfo(US), Protection.CLEAR));
        receiver.deliver(keyInfo(US), Protection.CLEAR);
        assertEquals(List.of(send(2, new KeyInfoAck(VERIFY_DATA), Protection.APPLICATION)), receiver.actions);
        assertEquals(deadline, receiver.session.nextDeadlineNs());
        assertEquals(G, receiver.session.progress().grttNs());
        assertEquals(0, receiver.session.progress().sequenceGaps());
        assertEquals(List.of(), receiver.events);
    }

    private static final long MAX_ACK = ReceiverHandshake.MAX_ACK_INTERVAL_NS;

    @Test
    void shouldBoundTheAcknowledgements() {
        for (Map.Entry<Double, Long> entry :
                Map.of(10.0, MAX_ACK, 0.000_001, ReceiverSession.MIN_RESEND_NS).entrySet()) {
            ReceiverHarness receiver = new ReceiverHarness(encryptedAnnounce(ALL), QuantizedRtt.encode(entry.getKey()));
            receiver.verified(null);
            receiver.deliver(keyInfo(US));
            receiver.result(AGREED);
            receiver.forget();
            for (int ms = 0; ms < 500; ms++) {
                receiver.pass(MS);
                receiver.deliver(keyInfo(US));
            }
            assertEquals(
                    500 * MS / entry.getValue(), receiver.sent(KeyInfoAck.class).size());
        }
    }

    @Test
    void shouldAcknowledgeAgainDuringAFileAndAtTheEnd() {
        ReceiverHarness receiver = keyed();
        receiver.deliver(fileInfo(1, 950, WE));
        receiver.opened(1);
        receiver.pass(MAX_ACK);
        receiver.deliver(keyInfo(US), Protection.CLEAR);
        assertEquals(1, receiver.sent(KeyInfoAck.class).size());
        ReceiverHarness complete = keyed();
        complete.deliver(done(0, 0, WE));
        complete.pass(MAX_ACK);
        complete.deliver(keyInfo(US), Protection.CLEAR);
        assertEquals(1, complete.sent(KeyInfoAck.class).size());
        assertEquals(Phase.COMPLETION, complete.session.phase());
        complete.deliver(new DoneConf(WE));
        complete.forget();
        complete.pass(MAX_ACK);
        assertEquals(DropReason.SESSION_OVER, complete.deliver(keyInfo(US), Protection.CLEAR));
        assertEquals(List.of(), complete.actions);
    }

    // --- What is believed

    @Test
    void shouldBelieveOnlyAnnounceKeyInfoAndAbortBeforeThereAreKeys() {
        for (Supplier<ReceiverHarness> state : List.<Supplier<ReceiverHarness>>of(
                () -> verifying(ALL), () -> registered(ALL, null), EncryptedSessionTest::opening)) {
            ReceiverHarness receiver = state.get();
            receiver.forget();
            long deadline = receiver.session.nextDeadlineNs();
            receiver.grttCode = 255;
            receiver.sequence = 5000;
            for (Message message : SEALED_ONLY) {
                for (Protection protection : Protection.values()) {
                    assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(message, protection));
                }
            }
            assertEquals(Long.MIN_VALUE, receiver.block(1, 0, 0, 100));
            for (Function function : List.of(Function.ANNOUNCE, Function.KEYINFO, Function.ABORT)) {
                receiver.protection = Protection.HANDSHAKE;
                assertEquals(DropReason.UNAUTHENTICATED, receiver.header(function, SENDER, SENDER_ADDRESS));
                receiver.protection = Protection.APPLICATION;
                assertEquals(DropReason.UNAUTHENTICATED, receiver.header(function, SENDER, SENDER_ADDRESS));
            }
            assertEquals(deadline, receiver.session.nextDeadlineNs());
            assertEquals(G, receiver.session.progress().grttNs());
            assertEquals(0, receiver.session.progress().sequenceGaps());
            assertEquals(List.of(), receiver.actions);
            assertEquals(List.of(), receiver.events);
        }
    }

    private static ReceiverHarness opening() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(keyInfo(US));
        receiver.forget();
        return receiver;
    }

    @Test
    void shouldNotBelieveAClearAbortBeforeThereAreKeys() {
        for (Supplier<ReceiverHarness> state : List.<Supplier<ReceiverHarness>>of(
                () -> verifying(ALL), () -> registered(ALL, null), EncryptedSessionTest::opening)) {
            ReceiverHarness receiver = state.get();
            receiver.forget();
            long deadline = receiver.session.nextDeadlineNs();
            assertEquals(DropReason.WRONG_SOURCE, receiver.header(Function.ABORT, SENDER, STRANGER));
            receiver.grttCode = 255;
            receiver.sequence = 5000;
            receiver.deliver(new Abort(0, OTHER, "not you"));
            assertEquals(List.of(), receiver.events);
            receiver.deliver(new Abort(0, US, "go away"));
            receiver.deliver(new Abort(0, 0, "and all others"));
            assertNull(receiver.ended());
            assertEquals(
                    List.of(new SessionEvent.HandshakeRefused(SENDER, "ABORT in the clear not believed: go away")),
                    receiver.events);
            assertEquals(deadline, receiver.session.nextDeadlineNs());
            assertEquals(G, receiver.session.progress().grttNs());
            assertEquals(0, receiver.session.progress().sequenceGaps());
            assertEquals(List.of(), receiver.actions);
        }
    }

    @Test
    void shouldGoOnAfterAForgedAbort() {
        ReceiverHarness receiver = opening();
        receiver.deliver(new Abort(0, US, "go away"));
        receiver.result(AGREED);
        assertEquals(1, receiver.sent(KeyInfoAck.class).size());
        assertNull(receiver.ended());
    }

    /** A sender that means it does not go on; its words are the reason then. */
    @Test
    void shouldGiveTheClearAbortAsReasonWhenNothingElseCame() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(new Abort(0, US, "go away"));
        receiver.pass(1000 * SECOND);
        assertEquals(new SessionEvent.SessionEnded(SessionOutcome.ABORTED_BY_PEER, "go away"), receiver.ended());
    }

    @Test
    void shouldLetNothingClearTouchItOnceThereAreKeys() {
        Consumer<ReceiverHarness> nothing = receiver -> {};
        Consumer<ReceiverHarness> betweenFiles = receiver -> receiver.deliver(new CongCtrl(1, 2, 3, List.of()));
        Consumer<ReceiverHarness> duringAFile = receiver -> {
            receiver.deliver(fileInfo(1, 950, WE));
            receiver.opened(1);
        };
        Consumer<ReceiverHarness> atTheEnd = receiver -> receiver.deliver(done(0, 0, WE));
        for (Consumer<ReceiverHarness> preparation : List.of(nothing, betweenFiles, duringAFile, atTheEnd)) {
            ReceiverHarness receiver = keyed();
            preparation.accept(receiver);
            receiver.forget();
            receiver.pass(MS);
            long deadline = receiver.session.nextDeadlineNs();
            Phase phase = receiver.session.phase();
            receiver.grttCode = 0;
            receiver.groupSize = 9;
            receiver.sequence += 1000;
            for (Protection protection : List.of(Protection.CLEAR, Protection.HANDSHAKE)) {
                for (Message message : SEALED_ONLY) {
                    assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(message, protection));
                }
                assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(new Abort(0, US, "go"), protection));
                assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(new Abort(0, 0, "go"), protection));
                assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(encryptedAnnounce(ALL), protection));
                assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(announce(ALL), protection));
                receiver.protection = protection;
                assertEquals(Long.MIN_VALUE, receiver.block(1, 0, 0, 100));
            }
            assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(keyInfo(US), Protection.HANDSHAKE));
            assertEquals(deadline, receiver.session.nextDeadlineNs());
            assertEquals(phase, receiver.session.phase());
            assertEquals(G, receiver.session.progress().grttNs());
            assertEquals(0, receiver.session.progress().sequenceGaps());
            assertEquals(0, receiver.session.progress().blocksReceived());
            assertEquals(List.of(), receiver.actions);
            assertEquals(List.of(), receiver.events);
        }
    }

    @Test
    void shouldBelieveTheSendersKeysFromItsAddressOnly() {
        ReceiverHarness receiver = keyed();
        assertEquals(DropReason.WRONG_SOURCE, receiver.header(Function.ABORT, SENDER, STRANGER));
        assertEquals(DropReason.UNKNOWN_PEER, receiver.header(Function.ABORT, OTHER, SENDER_ADDRESS));
        assertNull(receiver.header(Function.ABORT, SENDER, SENDER_ADDRESS));
    }

    // --- After the keys

    @Test
    void shouldReceiveAFileUnderItsKeys() {
        ReceiverHarness receiver = keyed();
        SectionLayout layout = new SectionLayout(950, BLOCK);
        receiver.deliver(fileInfo(1, 950, WE));
        receiver.opened(1);
        receiver.blocks(layout, 0, 9);
        receiver.deliver(done(1, 0, WE));
        receiver.pass(G);
        receiver.blocks(layout, 9, 10);
        receiver.committed(1);
        receiver.deliver(done(1, 0, WE));
        receiver.deliver(done(0, 0, WE));
        receiver.deliver(new DoneConf(WE));
        assertEquals(SessionOutcome.COMPLETED, receiver.ended().outcome());
        assertTrue(receiver.sent(Status.class).size() > 0);
        assertEquals(2, receiver.sent(Complete.class).size());
        for (Action.Send send : receiver.actions(Action.Send.class)) {
            assertEquals(Protection.APPLICATION, send.protection(), send.toString());
        }
    }

    @Test
    void shouldTakeTheFirstWordUnderTheKeysForTheStart() {
        ReceiverHarness receiver = keyed();
        receiver.pass(ROBUST * G + 100 * SECOND);
        assertNull(receiver.ended(), "the sender may be announcing for others yet");
        receiver.deliver(new CongCtrl(1, 2, 3, List.of()));
        receiver.pass(ROBUST * G - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(
                List.of(Protection.APPLICATION),
                receiver.actions(Action.Send.class).stream()
                        .map(Action.Send::protection)
                        .toList());
    }

    @Test
    void shouldNotWaitForeverForTheFirstWord() {
        ReceiverHarness receiver = keyed();
        receiver.pass(FIRST_WORD_NS - 1);
        assertNull(receiver.ended());
        receiver.pass(1);
        assertEquals(SessionOutcome.PEER_LOST, receiver.ended().outcome());
        assertEquals(1, receiver.sent(Abort.class).size());
        assertEquals(1, receiver.actions(Action.LeaveGroup.class).size());
    }

    @Test
    void shouldWaitAsLongForTheFirstWordAsALongWayNeeds() {
        ReceiverHarness satellite = agreedAt(QuantizedRtt.encode(3));
        long wait = 4 * ROBUST * QuantizedRtt.decodeNanos(QuantizedRtt.encode(3));
        assertTrue(wait > FIRST_WORD_NS);
        assertEquals(satellite.now + wait, satellite.session.nextDeadlineNs());
        // A forged GRTT, from before there were keys, must not keep it for a day.
        ReceiverHarness forged = agreedAt(255);
        assertEquals(forged.now + Joining.MAX_FIRST_WORD_NS, forged.session.nextDeadlineNs());
    }

    private static ReceiverHarness agreedAt(int grttCode) {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.grttCode = grttCode;
        receiver.deliver(keyInfo(US));
        receiver.grttCode = QuantizedRtt.encode(0.01);
        receiver.result(AGREED);
        return receiver;
    }

    @Test
    void shouldSealTheAbortOnceThereAreKeys() {
        Map<Protection, List<Supplier<ReceiverHarness>>> states = Map.of(
                Protection.CLEAR,
                List.of(() -> verifying(ALL), () -> registered(WE, CLIENT_KEY), EncryptedSessionTest::opening),
                Protection.APPLICATION,
                List.of(ReceiverHarness::keyed, EncryptedSessionTest::inAFile));
        states.forEach((protection, suppliers) -> {
            for (Supplier<ReceiverHarness> state : suppliers) {
                ReceiverHarness receiver = state.get();
                receiver.forget();
                assertTrue(receiver.hasDeadline());
                receiver.abortRequested("stop");
                assertEquals(List.of(new Abort(0, 0, "stop")), receiver.sent(Abort.class));
                assertEquals(
                        protection, receiver.actions(Action.Send.class).get(0).protection());
                assertEquals(SessionOutcome.INTERRUPTED, receiver.ended().outcome());
                receiver.forget();
                receiver.verified(CLIENT_KEY);
                receiver.result(AGREED);
                receiver.result(FAILED);
                assertEquals(List.of(), receiver.actions);
                assertEquals(List.of(), receiver.events);
                assertTrue(receiver.session.isTerminated());
            }
        });
    }

    private static ReceiverHarness inAFile() {
        ReceiverHarness receiver = keyed();
        receiver.deliver(fileInfo(1, 950, WE));
        receiver.opened(1);
        return receiver;
    }

    private static ReceiverHarness complete() {
        ReceiverHarness receiver = keyed();
        receiver.deliver(done(0, 0, WE));
        return receiver;
    }

    // --- Answers of the host that nobody waits for

    @Test
    void shouldIgnoreAnswersThatNobodyWaitsFor() {
        ReceiverHarness verifying = verifying(ALL);
        verifying.forget();
        verifying.result(AGREED);
        assertEquals(List.of(), verifying.actions);
        assertEquals(Phase.ANNOUNCE, verifying.session.phase());

        ReceiverHarness registered = registered(ALL, CLIENT_KEY);
        registered.verified(CLIENT_KEY);
        registered.result(AGREED);
        registered.result(FAILED);
        assertEquals(List.of(), registered.actions);
        assertEquals(List.of(), registered.events);
        assertNull(registered.ended());

        for (Supplier<ReceiverHarness> state :
                List.<Supplier<ReceiverHarness>>of(ReceiverHarness::keyed, EncryptedSessionTest::inAFile)) {
            ReceiverHarness receiver = state.get();
            receiver.forget();
            receiver.verified(CLIENT_KEY);
            receiver.result(AGREED);
            receiver.result(FAILED);
            assertEquals(List.of(), receiver.actions);
            assertEquals(List.of(), receiver.events);
            assertNull(receiver.ended());
        }

        ReceiverHarness clear = confirmed();
        clear.verified(CLIENT_KEY);
        clear.result(AGREED);
        clear.result(FAILED);
        clear.deliver(keyInfo(US));
        assertEquals(List.of(), clear.actions);
        assertTrue(clear.session.isSenderVerified());
        ReceiverHarness clearRegistered = new ReceiverHarness();
        clearRegistered.forget();
        clearRegistered.result(AGREED);
        clearRegistered.result(FAILED);
        assertEquals(List.of(), clearRegistered.actions);
        assertNull(clearRegistered.ended());
    }

    @Test
    void shouldTakeAgreedKeysOnceOnly() {
        ReceiverHarness receiver = registered(ALL, null);
        receiver.deliver(keyInfo(US));
        receiver.result(AGREED);
        receiver.result(AGREED);
        assertEquals(1, receiver.sent(KeyInfoAck.class).size());
        KeyInfo again = keyInfo(US);
        receiver.pass(SECOND);
        receiver.deliver(again);
        assertEquals(0, receiver.actions(Action.OpenKeyInfo.class).size() - 1, "no key work for a repeated KEYINFO");
    }

    @Test
    void shouldNotBeHeldUpByAnAnnounceInTheClear() {
        // Somebody repeats the ANNOUNCE without its encryption: nothing changes but that we register again.
        ReceiverHarness receiver = registered(ALL, null);
        receiver.pass(G);
        Announce stripped = announce(ALL);
        receiver.deliver(stripped);
        assertEquals(List.of(register(ANNOUNCE_MICROS + G / 1000)), receiver.sent(Register.class));
        assertEquals(DropReason.UNAUTHENTICATED, receiver.deliver(new RegConf(WE)));
        assertEquals(Phase.ANNOUNCE, receiver.session.phase());
    }
}
