package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork.Result;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.api.EcCurve;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.signature.Fingerprint;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sender's side, beyond the course of things that the product of all algorithms goes through. */
class SenderSecurityTest {
    private static final int R = Handshakes.RECEIVER;
    private static final int OTHER = 0x0BADCAFE;
    private static final Message DONE_CONF = new DoneConf(IdList.of(R));

    private final Handshakes session = new Handshakes(Handshakes.settings(false));

    private static long counter(byte[] sealed) {
        return Unpooled.wrappedBuffer(sealed).getLong(16);
    }

    private byte[] seal(Message message) throws CryptoFailure {
        return Handshakes.seal(session.sender, Handshakes.SENDER, message, Protection.APPLICATION);
    }

    @Test
    void shouldShareOneCounterBetweenKeyInfoAndSealedPackets() throws Exception {
        byte[] first = session.untilKeyInfo(false);
        byte[] second = session.keyInfo();
        assertEquals(1, ((KeyInfo) Handshakes.inbound(first).message()).counter());
        assertEquals(2, ((KeyInfo) Handshakes.inbound(second).message()).counter());
        assertEquals(3, counter(seal(DONE_CONF)));
        KeyWork reserved = session.sender.begin(new Action.SendKeyInfo(
                Handshakes.header(Function.KEYINFO, Handshakes.SENDER), IdList.of(R), Handshakes.TO_GROUP));
        assertEquals(5, counter(seal(DONE_CONF)));
        reserved.perform();
        assertEquals(
                4, ((KeyInfo) Handshakes.inbound(reserved.complete().datagram()).message()).counter());
    }

    @Test
    void shouldOpenTheSameKeyInfoAgainWithAnotherCounter() throws Exception {
        session.untilKeyInfo(false);
        assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(session.keyInfo()));
    }

    @Test
    void shouldCountTheReceiversPacketsFromOneOverBothKeys() throws Exception {
        Handshakes authenticated = new Handshakes(Handshakes.settings(true));
        authenticated.join();
        authenticated.agree(R);
        byte[] clientKey = authenticated.sealClientKey();
        assertEquals(1, counter(clientKey));
        authenticated.verifyClientKey(clientKey);
        authenticated.openKeyInfo(authenticated.keyInfo());
        byte[] ack =
                Handshakes.seal(authenticated.receiver, R, new KeyInfoAck(Bytes.zeros(32)), Protection.APPLICATION);
        assertEquals(2, counter(ack));
        Handshakes.open(authenticated.sender, ack, Opening.APPLICATION);
        Handshakes.open(authenticated.sender, ack, Opening.REPLAYED);
        Handshakes.open(authenticated.sender, clientKey, Opening.REPLAYED);
    }

    @Test
    void shouldTellReplaysInBothDirections() throws Exception {
        session.complete(false);
        byte[] down = seal(DONE_CONF);
        Handshakes.open(session.receiver, down, Opening.APPLICATION);
        Handshakes.open(session.receiver, down, Opening.REPLAYED);
        byte[] up = Handshakes.seal(session.receiver, R, DONE_CONF, Protection.APPLICATION);
        Handshakes.open(session.sender, up, Opening.APPLICATION);
        Handshakes.open(session.sender, up, Opening.REPLAYED);
        byte[] late = seal(DONE_CONF);
        for (int i = 0; i < 1_024; i++) {
            Handshakes.open(session.receiver, seal(DONE_CONF), Opening.APPLICATION);
        }
        Handshakes.open(session.receiver, late, Opening.TOO_OLD);
    }

    @Test
    void shouldListOnlyWhoHasKeys() throws Exception {
        session.join();
        assertNull(session.keyInfoResult(R).datagram(), "nobody is ready");
        session.agree(R);
        byte[] keyInfo = session.keyInfoResult(OTHER, R, 5).datagram();
        KeyInfo message = (KeyInfo) Handshakes.inbound(keyInfo).message();
        assertEquals(1, message.entries().size());
        assertEquals(R, message.entries().get(0).receiverId());
        assertEquals(1, message.counter(), "what was not sent took no counter");
    }

    @Test
    void shouldWaitForTheClientKeyWhenItAsksForOne() throws Exception {
        Handshakes authenticated = new Handshakes(Handshakes.settings(true));
        authenticated.join();
        authenticated.agree(R);
        assertNull(authenticated.keyInfoResult(R).datagram());
        authenticated.verifyClientKey(authenticated.sealClientKey());
        // Once more: the same receiver, perhaps with another signature.
        assertEquals(
                new TaskResult.ReceiverVerified(R, 1), authenticated.verifyClientKey(authenticated.sealClientKey()));
        assertInstanceOf(TaskResult.KeysAgreed.class, authenticated.openKeyInfo(authenticated.keyInfo()));
    }

    @Test
    void shouldNotTakeOneReceiversPacketsForAnothers() throws Exception {
        session.join();
        session.agree(R);
        session.agree(OTHER);
        TaskResult.KeysAgreed agreed =
                assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(session.keyInfo()));
        byte[] ack = Handshakes.seal(session.receiver, R, new KeyInfoAck(agreed.verifyData()), Protection.APPLICATION);
        Unpooled.wrappedBuffer(ack).setInt(4, OTHER);
        Handshakes.open(session.sender, ack, Opening.NOT_AUTHENTIC);
        byte[] claimed =
                Handshakes.seal(session.receiver, OTHER, new KeyInfoAck(agreed.verifyData()), Protection.APPLICATION);
        Handshakes.open(session.sender, claimed, Opening.NOT_AUTHENTIC);
        byte[] unknown =
                Handshakes.seal(session.receiver, 77, new KeyInfoAck(agreed.verifyData()), Protection.APPLICATION);
        Handshakes.open(session.sender, unknown, Opening.NO_KEYS);
        assertInstanceOf(
                TaskResult.ReceiverRefused.class,
                Handshakes.run(session.sender, new Action.CheckVerifyData(OTHER, agreed.verifyData()))
                        .answer());
        assertInstanceOf(
                TaskResult.ReceiverRefused.class,
                Handshakes.run(session.sender, new Action.CheckVerifyData(77, agreed.verifyData()))
                        .answer());
    }

    @Test
    void shouldRefuseBadKeysAndKeepNothing() throws Exception {
        session.join();
        byte[] wrongCurve = EphemeralKey.generate(EcCurve.SECP384R1).blob();
        byte[] offCurve = session.verified.ecdhBlob().toArray();
        offCurve[40] ^= 1;
        for (byte[] blob : new byte[][] {{}, {2}, new byte[68], wrongCurve, offCurve, new byte[1_000]}) {
            TaskResult result = Handshakes.run(
                            session.sender, new Action.AgreeKeys(R, 1, session.verified.random(), Bytes.of(blob)))
                    .answer();
            TaskResult.ReceiverRefused refused = assertInstanceOf(TaskResult.ReceiverRefused.class, result);
            assertTrue(refused.reason().startsWith("the ECDH key of its REGISTER: "), refused.reason());
            assertNull(session.keyInfoResult(R).datagram());
        }
        session.exchange = 1;
        assertEquals(new TaskResult.ReceiverKeyed(R, 2), session.agree(R));
    }

    @Test
    void shouldForgetAnExchangeThatANewerOneHasOvertaken() throws Exception {
        session.join();
        KeyWork old = session.sender.begin(
                new Action.AgreeKeys(R, 1, session.verified.random(), session.verified.ecdhBlob()));
        KeyWork young = session.sender.begin(new Action.AgreeKeys(R, 2, Bytes.zeros(32), session.verified.ecdhBlob()));
        old.perform();
        young.perform();
        TaskResult.ReceiverRefused late = assertInstanceOf(
                TaskResult.ReceiverRefused.class, old.complete().answer());
        assertEquals(1, late.exchange());
        assertEquals(new TaskResult.ReceiverKeyed(R, 2), young.complete().answer());
        // C1 of the newer one has another random: the receiver cannot open its entry.
        TaskResult.HandshakeFailed failed =
                assertInstanceOf(TaskResult.HandshakeFailed.class, session.openKeyInfo(session.keyInfo()));
        assertTrue(failed.reason().contains("our entry"), failed.reason());
    }

    @Test
    void shouldReplaceAllKeysOfAnEarlierExchange() throws Exception {
        session.complete(false);
        Handshakes.open(
                session.sender,
                Handshakes.seal(session.receiver, R, DONE_CONF, Protection.APPLICATION),
                Opening.APPLICATION);
        // Another random, and so other keys.
        Action.AgreeKeys again = new Action.AgreeKeys(R, 2, Bytes.zeros(32), session.verified.ecdhBlob());
        assertEquals(
                new TaskResult.ReceiverKeyed(R, 2),
                Handshakes.run(session.sender, again).answer());
        Handshakes.open(
                session.sender,
                Handshakes.seal(session.receiver, R, DONE_CONF, Protection.APPLICATION),
                Opening.NOT_AUTHENTIC);
    }

    /** What follows a REGISTER at once must be held back until its keys are there, whatever came in that name before. */
    @Test
    void shouldHaveNoKeysWhileAnExchangeIsUnderWay() throws Exception {
        session.complete(false);
        byte[] sealed = Handshakes.seal(session.receiver, R, DONE_CONF, Protection.APPLICATION);
        KeyWork agree = session.sender.begin(
                new Action.AgreeKeys(R, 2, session.verified.random(), session.verified.ecdhBlob()));
        Handshakes.open(session.sender, sealed, Opening.NO_KEYS);
        agree.perform();
        Handshakes.open(session.sender, sealed, Opening.NO_KEYS);
        assertEquals(new TaskResult.ReceiverKeyed(R, 2), agree.complete().answer());
        assertEquals(DONE_CONF, Handshakes.open(session.sender, sealed, Opening.APPLICATION));
    }

    @Test
    void shouldRefuseAClientKeyOfAnotherExchange() throws Exception {
        Handshakes authenticated = new Handshakes(Handshakes.settings(true));
        authenticated.join();
        authenticated.agree(R);
        byte[] sealed = authenticated.sealClientKey();
        authenticated.exchange++;
        TaskResult.ReceiverRefused refused =
                assertInstanceOf(TaskResult.ReceiverRefused.class, authenticated.verifyClientKey(sealed));
        assertEquals(2, refused.exchange());
        assertNull(authenticated.keyInfoResult(R).datagram());
    }

    @Test
    void shouldRefuseAKeyThatIsNotTheListedOne() throws Exception {
        Map<Integer, Fingerprint> listed = Map.of(R, Handshakes.freshKey().fingerprint());
        ListedReceivers trust = new ListedReceivers(listed);
        Handshakes authenticated = new Handshakes(Handshakes.settings(true), trust, Handshakes.key("ec:secp256r1"));
        authenticated.join();
        authenticated.agree(R);
        TaskResult.ReceiverRefused refused = assertInstanceOf(
                TaskResult.ReceiverRefused.class, authenticated.verifyClientKey(authenticated.sealClientKey()));
        assertEquals("its key does not have the fingerprint that it is listed with", refused.reason());
        assertNull(authenticated.keyInfoResult(R).datagram());
        trust.replace(Map.of(R, Handshakes.key("ec:secp256r1").sha256Fingerprint()));
        assertEquals(
                new TaskResult.ReceiverVerified(R, 1), authenticated.verifyClientKey(authenticated.sealClientKey()));
    }

    @Test
    void shouldKeepOnlyTheApplicationKeyOnceConfirmed() throws Exception {
        Handshakes authenticated = new Handshakes(Handshakes.settings(true));
        authenticated.join();
        authenticated.agree(R);
        byte[] early = authenticated.sealClientKey();
        byte[] later = authenticated.sealClientKey();
        authenticated.verifyClientKey(early);
        TaskResult.KeysAgreed agreed =
                assertInstanceOf(TaskResult.KeysAgreed.class, authenticated.openKeyInfo(authenticated.keyInfo()));
        Action.CheckVerifyData check = new Action.CheckVerifyData(R, agreed.verifyData());
        assertEquals(
                new TaskResult.ReceiverConfirmed(R),
                Handshakes.run(authenticated.sender, check).answer());

        Handshakes.open(authenticated.sender, later, Opening.NOT_AUTHENTIC);
        assertNull(authenticated.keyInfoResult(R).datagram(), "KEYINFO has nothing to tell it any more");
        assertEquals(
                new TaskResult.ReceiverConfirmed(R),
                Handshakes.run(authenticated.sender, check).answer());
        byte[] up = Handshakes.seal(authenticated.receiver, R, DONE_CONF, Protection.APPLICATION);
        assertEquals(DONE_CONF, Handshakes.open(authenticated.sender, up, Opening.APPLICATION));
    }

    @Test
    void shouldDropAReceiversKeysButNotThoseAskedForAfterwards() throws Exception {
        session.complete(false);
        assertSame(Result.NOTHING, Handshakes.run(session.sender, new Action.DropKeys(R)));
        byte[] up = Handshakes.seal(session.receiver, R, DONE_CONF, Protection.APPLICATION);
        Handshakes.open(session.sender, up, Opening.NO_KEYS);
        assertSame(Result.NOTHING, Handshakes.run(session.sender, new Action.DropKeys(R)));

        session.agree(R);
        KeyWork drop = session.sender.begin(new Action.DropKeys(R));
        KeyWork agree = session.sender.begin(
                new Action.AgreeKeys(R, 9, session.verified.random(), session.verified.ecdhBlob()));
        drop.perform();
        drop.complete();
        agree.perform();
        assertEquals(new TaskResult.ReceiverKeyed(R, 9), agree.complete().answer());
    }

    @Test
    void shouldSignEachAnnounceAnewAndOfferTheSame() throws Exception {
        byte[] first = session.announce();
        byte[] second = session.announce();
        assertEquals(first.length, second.length);
        assertNotEquals(Bytes.of(first), Bytes.of(second), "ECDSA signatures are random");
        SignedMessage<?> one = SignedMessage.datagram(Handshakes.V5, first, Announce.class);
        SignedMessage<?> two = SignedMessage.datagram(Handshakes.V5, second, Announce.class);
        assertArrayEquals(one.withoutSignature(), two.withoutSignature());
    }

    @Test
    void shouldSealOnlyWithTheApplicationKey() {
        ByteBuf out = Unpooled.buffer(100).writeZero(100);
        for (Protection protection : new Protection[] {Protection.CLEAR, Protection.HANDSHAKE}) {
            assertSame(
                    Reason.NO_KEY,
                    assertThrows(CryptoFailure.class, () -> session.sender.seal(out, 0, 4, protection))
                            .reason());
        }
        assertThrows(IllegalArgumentException.class, () -> session.sender.begin(new Action.OpenKeyInfo(null)));
    }
}
