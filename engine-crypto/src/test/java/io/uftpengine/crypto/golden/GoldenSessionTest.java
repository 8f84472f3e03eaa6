package io.uftpengine.crypto.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.api.CryptoFailure;
import io.uftpengine.crypto.api.ReplayWindow;
import io.uftpengine.crypto.api.ReplayWindow.Verdict;
import io.uftpengine.crypto.api.TrafficKeys;
import io.uftpengine.crypto.exchange.EphemeralKey;
import io.uftpengine.crypto.packet.SlidingReplayWindow;
import io.uftpengine.crypto.signature.Verifier;
import io.uftpengine.crypto.testkit.Hex;
import io.uftpengine.crypto.v5.SignedData;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sessions with the reference programs 5.0.3, whose every signature is checked and every packet decrypted. They were recorded
 * by {@link SenderSessionRecorder} and {@link ReceiverSessionRecorder}.
 */
class GoldenSessionTest {
    private static final class Replay {
        final Recording recording;
        final Datagram announce;
        final Datagram register;
        final int receiverId;
        final SessionKeys keys;
        final ReplayWindow fromSender = new SlidingReplayWindow();
        final ReplayWindow fromReceiver = new SlidingReplayWindow();
        final ByteArrayOutputStream content = new ByteArrayOutputStream();
        final List<Integer> functions = new ArrayList<>();
        int opened;

        Replay(String name) throws IOException, GeneralSecurityException, CryptoFailure {
            recording = Recording.load(name);
            announce = recording.first(Datagram.ANNOUNCE);
            register = recording.first(Datagram.REGISTER);
            receiverId = register.sourceId();
            EphemeralKey own = recording.ephemeralKey();
            boolean isSender = Arrays.equals(own.blob(), announce.announceEcdhBlob());
            byte[] peerBlob = isSender ? register.registerEcdhBlob() : announce.announceEcdhBlob();
            keys = new SessionKeys(announce, register, own, peerBlob);
        }

        Replay play() throws CryptoFailure {
            for (Recording.Entry entry : recording.entries) {
                Datagram datagram = entry.datagram();
                switch (datagram.function()) {
                    case Datagram.ANNOUNCE -> assertTrue(keys.isSigned(datagram), "ANNOUNCE");
                    case Datagram.KEYINFO -> onKeyInfo(datagram);
                    case Datagram.ENCRYPTED -> onEncrypted(entry.isSenders(), datagram);
                    default -> assertEquals(Datagram.REGISTER, datagram.function());
                }
            }
            return this;
        }

        private void onKeyInfo(Datagram datagram) throws CryptoFailure {
            assertTrue(keys.isKeyInfoSigned(datagram), "KEYINFO");
            assertEquals(Verdict.FRESH, fromSender.admit(datagram.keyInfoCounter()));
            if (datagram.wrappedGroupMaster(receiverId) != null) {
                keys.acceptKeyInfo(datagram, receiverId);
            }
        }

        private void onEncrypted(boolean isSenders, Datagram datagram) throws CryptoFailure {
            boolean isHandshake = keys.groupMaster == null;
            TrafficKeys traffic =
                    isSenders ? keys.serverApplication : isHandshake ? keys.clientHandshake : keys.clientApplication;
            InnerMessage message = SessionKeys.open(traffic, datagram);
            opened++;
            functions.add(message.function());
            assertEquals(Verdict.FRESH, (isSenders ? fromSender : fromReceiver).admit(datagram.counter()));
            switch (message.function()) {
                case Datagram.CLIENT_KEY -> onClientKey(message);
                case Datagram.KEYINFO_ACK -> onKeyInfoAck(message);
                case Datagram.FILESEG -> content.writeBytes(message.data());
                default -> {}
            }
        }

        private void onClientKey(InnerMessage message) throws CryptoFailure {
            assertTrue(Verifier.of(message.clientKeyBlob())
                    .isValid(
                            keys.schedule.hash(),
                            message.clientKeySignature(),
                            SignedData.clientKey(keys.clientContext1)));
            keys.bind(message);
        }

        private void onKeyInfoAck(InnerMessage message) {
            byte[] verify = message.verifyData();
            assertTrue(keys.schedule.isVerifyData(keys.groupMaster, keys.clientContext2, verify));
            verify[0] ^= 1;
            assertFalse(keys.schedule.isVerifyData(keys.groupMaster, keys.clientContext2, verify));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sender-gcm256-sha256-p256-ec256",
                "sender-gcm128-sha384-p384-rsa2048-auth",
                "sender-ccm256-sha512-p521-ec521-auth",
                "sender-ccm128-sha256-p384-ec384-auth",
                "sender-gcm256-sha512-p256-rsa3072",
                "sender-gcm128-sha256-p521-rsa1056-auth",
                "receiver-gcm256-sha256-p256-ec256",
                "receiver-gcm128-sha512-p384-rsa1024-auth",
                "receiver-ccm256-sha384-p521-ec384-auth",
                "receiver-ccm128-sha256-p256-rsa3072-auth",
                "receiver-gcm256-sha384-p521-ec521-auth"
            })
    void shouldDecryptToTheLastPacket(String name) throws Exception {
        Replay replay = new Replay(name).play();
        long encrypted = replay.recording.entries.stream()
                .filter(entry -> entry.datagram().function() == Datagram.ENCRYPTED)
                .count();
        assertEquals(encrypted, replay.opened);
        boolean hasClientKey = replay.announce.wantsClientKey();
        assertEquals(name.endsWith("-auth"), hasClientKey);
        assertEquals(hasClientKey, replay.functions.contains(Datagram.CLIENT_KEY));
        assertTrue(
                replay.functions.containsAll(List.of(
                        Datagram.KEYINFO_ACK,
                        Datagram.FILEINFO,
                        Datagram.FILEINFO_ACK,
                        Datagram.FILESEG,
                        Datagram.DONE,
                        Datagram.COMPLETE,
                        Datagram.DONE_CONF)),
                () -> "seen " + replay.functions);
        assertEquals(
                replay.recording.values.get("content"),
                Hex.of(MessageDigest.getInstance("SHA-256").digest(replay.content.toByteArray())));
    }

    /** The verify data again, by nothing but Mac and MessageDigest: labels, contexts and order are the protocol's, not ours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sender-gcm256-sha256-p256-ec256",
                "sender-ccm256-sha512-p521-ec521-auth",
                "receiver-gcm128-sha512-p384-rsa1024-auth"
            })
    void shouldHaveVerifyDataThatPlainHmacGives(String name) throws Exception {
        Replay replay = new Replay(name).play();
        byte[] master = replay.keys.groupMaster.exposed();
        byte[] context = replay.keys.clientContext2;
        String hash = replay.keys.schedule.hash().name();
        int length = replay.keys.schedule.hash().length();
        byte[] app = hmac(hash, new byte[length], master);
        byte[] one = {1};
        byte[] contextHash = MessageDigest.getInstance(
                        replay.keys.schedule.hash().standardName())
                .digest(context);
        byte[] traffic = hmac(hash, app, ascii("UFTP5 c app traffic"), contextHash, one);
        byte[] finished = hmac(hash, traffic, ascii("UFTP5 finished"), one);
        assertArrayEquals(
                hmac(hash, finished, context, master),
                replay.keys.schedule.verifyData(replay.keys.groupMaster, context));
        byte[] key = hmac(hash, traffic, ascii("UFTP5 key"), one);
        assertArrayEquals(
                Arrays.copyOf(key, replay.keys.schedule.suite().keyLength()),
                replay.keys.clientApplication.key().exposed());
        byte[] iv = hmac(hash, traffic, ascii("UFTP5 iv"), one);
        assertArrayEquals(
                Arrays.copyOf(iv, 12), replay.keys.clientApplication.iv().exposed());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(String hash, byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("Hmac" + hash);
        mac.init(new SecretKeySpec(key, "HMAC"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** Each byte of an ANNOUNCE and of a KEYINFO is vouched for. */
    @ParameterizedTest
    @ValueSource(strings = {"sender-gcm256-sha256-p256-ec256", "sender-gcm256-sha512-p256-rsa3072"})
    void shouldRefuseTamperedAnnounceAndKeyInfo(String name) throws Exception {
        Replay replay = new Replay(name);
        Datagram keyInfo = replay.recording.first(Datagram.KEYINFO);
        int key = replay.announce.announceSignatureKey().length;
        // Up to the extension's fixed part, where lengths would move the fields, and the random and ECDH key behind.
        for (int at = 0; at < replay.announce.bytes().length; at += 3) {
            if (at < 40 || at >= 52 && at < 84 || at > 84 + key) {
                Datagram tampered = flip(replay.announce, at);
                assertFalse(replay.keys.isSigned(tampered), "ANNOUNCE, byte " + at);
            }
        }
        for (int at = 0; at < keyInfo.bytes().length; at++) {
            if (at != 18 && at != 19) {
                assertFalse(replay.keys.isKeyInfoSigned(flip(keyInfo, at)), "KEYINFO, byte " + at);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sender-gcm256-sha256-p256-ec256", "sender-ccm128-sha256-p384-ec384-auth"})
    void shouldRefuseTamperedGroupMasterAndPackets(String name) throws Exception {
        Replay replay = new Replay(name).play();
        SessionKeys keys = replay.keys;
        Datagram keyInfo = replay.recording.first(Datagram.KEYINFO);
        byte[] wrapped = keyInfo.wrappedGroupMaster(replay.receiverId);
        for (int bit = 0; bit < wrapped.length * Byte.SIZE; bit++) {
            byte[] tampered = wrapped.clone();
            tampered[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThrows(
                    CryptoFailure.class,
                    () -> keys.schedule.unwrapGroupMaster(
                            keys.serverHandshake, keyInfo.keyInfoCounter(), keys.clientContext2, tampered));
        }
        byte[] otherContext = keys.clientContext2.clone();
        otherContext[0] ^= 1;
        assertThrows(
                CryptoFailure.class,
                () -> keys.schedule.unwrapGroupMaster(
                        keys.serverHandshake, keyInfo.keyInfoCounter(), otherContext, wrapped));
        assertThrows(
                CryptoFailure.class,
                () -> keys.schedule.unwrapGroupMaster(
                        keys.serverHandshake, keyInfo.keyInfoCounter() + 1, keys.clientContext2, wrapped));
        assertArrayEquals(
                keys.groupMaster.exposed(),
                keys.schedule
                        .unwrapGroupMaster(keys.serverHandshake, keyInfo.keyInfoCounter(), keys.clientContext2, wrapped)
                        .exposed());
        int tried = 0;
        for (Recording.Entry entry : replay.recording.entries) {
            if (entry.isSenders() && entry.datagram().function() == Datagram.ENCRYPTED) {
                for (int at = 0; at < entry.datagram().bytes().length; at += 7) {
                    if (at != 26 && at != 27) {
                        Datagram tampered = flip(entry.datagram(), at);
                        assertThrows(CryptoFailure.class, () -> SessionKeys.open(keys.serverApplication, tampered));
                        tried++;
                    }
                }
                assertThrows(CryptoFailure.class, () -> SessionKeys.open(keys.clientApplication, entry.datagram()));
                assertThrows(CryptoFailure.class, () -> SessionKeys.open(keys.serverHandshake, entry.datagram()));
            }
        }
        assertTrue(tried > 100, "tried " + tried);
    }

    private static Datagram flip(Datagram datagram, int at) {
        byte[] bytes = datagram.bytes().clone();
        bytes[at] ^= 0x20;
        return new Datagram(bytes);
    }
}
