package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.Message;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.machine.Protection;
import io.uftpengine.core.protocol.machine.TaskResult;
import io.uftpengine.core.security.SessionSecurity.Opening;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever byte of a handshake or a sealed packet is changed, nothing comes of it, and the session goes on. */
class TamperingTest {
    private final Random random = new Random(5);

    /** Another value at that place. */
    private byte[] changed(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= (byte) (1 + random.nextInt(255));
        return copy;
    }

    private static TaskResult verifyRaw(ReceiverSecurity receiver, byte[] announce, Message decoded) {
        return Handshakes.run(receiver, new Action.VerifyAnnounce(Handshakes.raw(Function.ANNOUNCE, announce, decoded)))
                .answer();
    }

    @Test
    void shouldRefuseAnAnnounceWithAnyOtherByte() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        byte[] announce = session.announce();
        Message decoded = Handshakes.inbound(announce).message();
        for (int at = 0; at < announce.length; at++) {
            TaskResult result = verifyRaw(session.receiver, changed(announce, at), decoded);
            int where = at;
            assertInstanceOf(TaskResult.HandshakeFailed.class, result, () -> "byte " + where);
        }
        // What failed has not spoilt anything.
        assertInstanceOf(TaskResult.AnnounceVerified.class, session.verify(announce));
    }

    @Test
    void shouldRefuseATruncatedOrPaddedHandshakeMessage() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        byte[] announce = session.announce();
        Message decoded = Handshakes.inbound(announce).message();
        for (int length = 0; length <= announce.length + 8; length++) {
            if (length == announce.length) {
                continue;
            }
            assertInstanceOf(
                    TaskResult.HandshakeFailed.class,
                    verifyRaw(session.receiver, Arrays.copyOf(announce, length), decoded));
        }
        byte[] keyInfo = session.untilKeyInfo(false);
        Message decodedKeyInfo = Handshakes.inbound(keyInfo).message();
        for (int length = 0; length <= keyInfo.length + 53; length++) {
            if (length == keyInfo.length) {
                continue;
            }
            Inbound damaged = Handshakes.raw(Function.KEYINFO, Arrays.copyOf(keyInfo, length), decodedKeyInfo);
            assertInstanceOf(
                    TaskResult.HandshakeFailed.class,
                    Handshakes.run(session.receiver, new Action.OpenKeyInfo(damaged))
                            .answer());
        }
        assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(keyInfo));
    }

    @Test
    void shouldRefuseAKeyInfoWithAnyOtherByte() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        byte[] keyInfo = session.untilKeyInfo(true);
        Message decoded = Handshakes.inbound(keyInfo).message();
        for (int at = 0; at < keyInfo.length; at++) {
            Inbound damaged = Handshakes.raw(Function.KEYINFO, changed(keyInfo, at), decoded);
            int where = at;
            assertInstanceOf(
                    TaskResult.HandshakeFailed.class,
                    Handshakes.run(session.receiver, new Action.OpenKeyInfo(damaged))
                            .answer(),
                    () -> "byte " + where);
        }
        assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(keyInfo));
    }

    @Test
    void shouldNotOpenAClientKeyWithAnyOtherByte() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        session.join();
        session.agree(Handshakes.RECEIVER);
        byte[] sealed = session.sealClientKey();
        assertNothingOpens(session.sender, sealed);
        assertEquals(new TaskResult.ReceiverVerified(Handshakes.RECEIVER, 1), session.verifyClientKey(sealed));
    }

    /** Somebody who has the handshake key, but not the signing key. */
    @Test
    void shouldRefuseAnOpenedClientKeyWithAnyOtherByte() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(true));
        session.join();
        session.agree(Handshakes.RECEIVER);
        ByteBuf encoded = Unpooled.buffer();
        Handshakes.V5.encodeInner(session.verified.clientKey(), encoded);
        byte[] clientKey = ByteBufUtil.getBytes(encoded);
        for (int at = 0; at < clientKey.length; at++) {
            if (at == 2 || at == 3) {
                // Reserved: nothing signs it, but C2 holds it, so that the verify data would differ.
                continue;
            }
            TaskResult result = verifyOpened(session, changed(clientKey, at));
            int where = at;
            assertInstanceOf(TaskResult.ReceiverRefused.class, result, () -> "byte " + where);
        }
        assertEquals(null, session.keyInfoResult(Handshakes.RECEIVER).datagram());
        assertInstanceOf(TaskResult.ReceiverVerified.class, verifyOpened(session, clientKey));
    }

    private static TaskResult verifyOpened(Handshakes session, byte[] clientKey) {
        Inbound inbound = new Inbound(
                Handshakes.header(Function.CLIENT_KEY, Handshakes.RECEIVER),
                session.verified.clientKey(),
                null,
                Protection.HANDSHAKE,
                Bytes.of(clientKey));
        return Handshakes.run(
                        session.sender, new Action.VerifyClientKey(Handshakes.RECEIVER, session.exchange, inbound))
                .answer();
    }

    @Test
    void shouldNotConfirmWithAnyOtherVerifyData() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        TaskResult.KeysAgreed agreed =
                assertInstanceOf(TaskResult.KeysAgreed.class, session.openKeyInfo(session.untilKeyInfo(false)));
        byte[] right = agreed.verifyData().toArray();
        for (int at = 0; at < right.length; at++) {
            assertRefused(session, changed(right, at));
        }
        for (int length = 0; length < right.length; length++) {
            assertRefused(session, Arrays.copyOf(right, length));
        }
        byte[] sealed = Handshakes.seal(
                session.receiver, Handshakes.RECEIVER, new KeyInfoAck(agreed.verifyData()), Protection.APPLICATION);
        assertNothingOpens(session.sender, sealed);
        assertEquals(new KeyInfoAck(agreed.verifyData()), Handshakes.open(session.sender, sealed, Opening.APPLICATION));
        // Longer is no fault (wire facts T5).
        assertEquals(
                new TaskResult.ReceiverConfirmed(Handshakes.RECEIVER),
                Handshakes.run(
                                session.sender,
                                new Action.CheckVerifyData(
                                        Handshakes.RECEIVER, Bytes.of(Arrays.copyOf(right, right.length + 4))))
                        .answer());
    }

    private static void assertRefused(Handshakes session, byte[] verifyData) {
        assertInstanceOf(
                TaskResult.ReceiverRefused.class,
                Handshakes.run(session.sender, new Action.CheckVerifyData(Handshakes.RECEIVER, Bytes.of(verifyData)))
                        .answer());
    }

    @Test
    void shouldNotOpenDataWithAnyOtherByte() throws Exception {
        Handshakes session = new Handshakes(Handshakes.settings(false));
        session.complete(false);
        Message data = new FileSeg(1, 0, 5, List.of(), Bytes.of(new byte[1299]));
        byte[] sealed = Handshakes.seal(session.sender, Handshakes.SENDER, data, Protection.APPLICATION);
        assertNothingOpens(session.receiver, sealed);
        assertEquals(data, Handshakes.open(session.receiver, sealed, Opening.APPLICATION));
    }

    private void assertNothingOpens(SessionSecurity security, byte[] sealed) {
        for (int at = 0; at < sealed.length; at++) {
            byte[] damaged = changed(sealed, at);
            assertUnopened(security, damaged, "byte " + at);
        }
        for (int length = 0; length < sealed.length; length++) {
            assertUnopened(security, Arrays.copyOf(sealed, length), "length " + length);
        }
        assertUnopened(security, Arrays.copyOf(sealed, sealed.length + 1), "one more");
    }

    private static void assertUnopened(SessionSecurity security, byte[] damaged, String what) {
        ByteBuf in = Unpooled.copiedBuffer(damaged);
        Opening opening = security.open(in);
        assertFalse(opening.isAuthentic(), what);
        assertNotEquals(Opening.REPLAYED, opening, what);
        assertNotEquals(Opening.TOO_OLD, opening, what);
        assertEquals(0, in.readerIndex());
        assertTrue(Arrays.equals(damaged, ByteBufUtil.getBytes(in)), what);
    }
}
