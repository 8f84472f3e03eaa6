package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.KeyWork.Result;
import io.uftpengine.core.security.SessionSecurity.Opening;
import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.CryptoFailure.Reason;
import io.uftpengine.crypto.exchange.EphemeralKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No secret outlives its use. */
class DestructionTest {
    private static final int R = Handshakes.RECEIVER;

    private static void assertDropped(EphemeralKey key) {
        byte[] peer = EphemeralKey.generate(key.curve()).blob();
        assertSame(
                Reason.DESTROYED,
                assertThrows(CryptoFailure.class, () -> key.agree(peer)).reason());
    }

    @Test
    void shouldOverwriteAllKeysOfASender() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        session.untilKeyInfo(true);
        Secrets secrets = Secrets.of(session.sender);
        // Group master; of the receiver three pairs of key and nonce salt.
        assertEquals(1 + 3 * 2, secrets.count());
        assertEquals(secrets.count(), secrets.alive());

        session.sender.destroy();
        session.sender.destroy();

        assertEquals(0, secrets.alive());
        assertEquals(1, secrets.ephemeralKeys().size());
        secrets.ephemeralKeys().forEach(DestructionTest::assertDropped);
        ByteBuf out = Unpooled.buffer(100).writeZero(100);
        assertSame(
                Reason.DESTROYED,
                assertThrows(CryptoFailure.class, () -> session.sender.seal(out, 0, 4, Protection.APPLICATION))
                        .reason());
        Handshakes.open(
                session.sender,
                Handshakes.seal(session.receiver, R, new DoneConf(IdList.of(1)), Protection.HANDSHAKE),
                Opening.NO_KEYS);
        assertSame(Result.NOTHING, session.keyInfoResult(R));
    }

    @Test
    void shouldKeepOneKeyOfAConfirmedReceiver() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        byte[] keyInfo = session.untilKeyInfo(true);
        TaskResult.KeysAgreed agreed = assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(keyInfo));
        Secrets before = Secrets.of(session.sender);
        Handshakes.run(session.sender, new Action.CheckVerifyData(R, agreed.verifyData()));
        assertEquals(before.count() - 4, before.alive());
        assertEquals(1 + 2, Secrets.of(session.sender).count());
        Handshakes.run(session.sender, new Action.DropKeys(R));
        assertEquals(1, before.alive());
    }

    @Test
    void shouldOverwriteAReceiversKeysStepByStep() throws Exception {
        List<EphemeralKey> made = new ArrayList<>();
        Handshakes session = new Handshakes(Handshakes.settings(true));
        ReceiverSecurity receiver = new ReceiverSecurity(R, () -> Handshakes.key("ec:secp256r1"), curve -> {
            made.add(EphemeralKey.generate(curve));
            return made.get(0);
        });
        assertInstanceOf(
                TaskResult.AnnounceVerified.class,
                Handshakes.run(receiver, new Action.VerifyAnnounce(Handshakes.inbound(session.announce())))
                        .answer());
        assertEquals(1, made.size());
        assertDropped(made.get(0));

        session.complete(true);
        assertEquals(0, Secrets.of(session.receiver).count(), "sealer and opener have their own copies");
        Secrets secrets = Secrets.of(receiver);
        assertEquals(2, secrets.alive());
        receiver.destroy();
        receiver.destroy();
        assertEquals(0, secrets.alive());
        ByteBuf out = Unpooled.buffer(100).writeZero(100);
        assertSame(
                Reason.DESTROYED,
                assertThrows(CryptoFailure.class, () -> receiver.seal(out, 0, 4, Protection.HANDSHAKE))
                        .reason());
        assertSame(
                Result.NOTHING,
                Handshakes.run(receiver, new Action.VerifyAnnounce(Handshakes.inbound(session.announce()))));
    }

    /** At any moment of a work: before it, after it, and without its completion ever. */
    @Test
    void shouldOverwriteTheSecretsOfWorkUnderWay() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        session.join();
        session.agree(R);
        SenderSecurity sender = session.sender;
        KeyWork agreed =
                sender.begin(new Action.AgreeKeys(5, 2, session.verified.random(), session.verified.ecdhBlob()));
        agreed.perform();
        KeyWork waiting =
                sender.begin(new Action.AgreeKeys(6, 3, session.verified.random(), session.verified.ecdhBlob()));
        session.verifyClientKey(session.sealClientKey());
        KeyWork keyInfo = sender.begin(new Action.SendKeyInfo(
                Handshakes.header(Function.KEYINFO, Handshakes.SENDER), IdList.of(R), Handshakes.TO_GROUP));
        keyInfo.perform();
        Secrets secrets = Secrets.of(sender, agreed, waiting, keyInfo);
        assertTrue(secrets.alive() >= 7 + 1 + 4 + 1, () -> secrets.alive() + " secrets");

        sender.destroy();

        assertEquals(0, secrets.alive());
        waiting.perform();
        assertEquals(0, Secrets.of(waiting).alive());
        assertSame(Result.NOTHING, agreed.complete());
        assertSame(Result.NOTHING, waiting.complete());
        assertSame(Result.NOTHING, keyInfo.complete());
    }

    /** The session ends while another thread is in the middle of the ECDH. */
    @Test
    void shouldOverwriteWhatIsMadeAfterTheEnd() throws Exception {
        ReceiverSecurity[] ending = new ReceiverSecurity[1];
        Handshakes session = new Handshakes(Handshakes.settings(true));
        ending[0] = new ReceiverSecurity(R, () -> {
            ending[0].destroy();
            return Handshakes.key("ec:secp256r1");
        });
        KeyWork work = ending[0].begin(new Action.VerifyAnnounce(Handshakes.inbound(session.announce())));
        work.perform();
        Secrets secrets = Secrets.of(work);
        assertEquals(4, secrets.count());
        assertEquals(0, secrets.alive());
        assertSame(Result.NOTHING, work.complete());
    }

    @Test
    void shouldCompleteAWorkOnce() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.join();
        KeyWork work = session.sender.begin(
                new Action.AgreeKeys(R, 1, session.verified.random(), session.verified.ecdhBlob()));
        work.perform();
        work.perform();
        assertNotNull(work.complete().answer());
        assertSame(Result.NOTHING, work.complete());
        KeyWork never = session.sender.begin(
                new Action.AgreeKeys(R, 2, session.verified.random(), session.verified.ecdhBlob()));
        assertSame(Result.NOTHING, never.complete(), "it was not performed");
        session.sender.destroy();
        assertEquals(0, Secrets.of(never).alive());
    }
}
