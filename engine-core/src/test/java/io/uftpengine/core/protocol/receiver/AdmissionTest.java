package io.uftpengine.core.protocol.receiver;

import static io.uftpengine.core.protocol.receiver.ReceiverHarness.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.extension.UnknownExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.core.protocol.machine.Action;
import io.uftpengine.core.protocol.machine.Inbound;
import io.uftpengine.core.protocol.receiver.Admission.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final EncInfo ENCRYPTION = encInfo();

    @Test
    void shouldAcceptOpenGroupsAndClosedOnesWithUs() {
        assertEquals(Verdict.ACCEPT, admit(announce(IdList.EMPTY)).verdict());
        assertEquals(Verdict.ACCEPT, admit(announce(WE)).verdict());
        assertNull(admit(announce(WE)).abort());
    }

    @Test
    void shouldIgnoreAClosedGroupWithoutUsWhateverItHolds() {
        assertEquals(Verdict.IGNORE, admit(announce(THEY)).verdict());
        Admission encrypted = admit(variant(false, false, ROBUST, Announce.CC_NONE, BLOCK, List.of(ENCRYPTION), THEY));
        assertEquals(Verdict.IGNORE, encrypted.verdict());
        assertNull(encrypted.abort());
    }

    @Test
    void shouldIgnoreOtherMessagesAndGroupZero() {
        assertEquals(Verdict.IGNORE, admit(new RegConf(WE)).verdict());
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, Function.ANNOUNCE, 0, SENDER, 0, 0, 157, 0);
        Inbound inbound = new Inbound(header, announce(WE), SENDER_ADDRESS);
        assertEquals(Verdict.IGNORE, ReceiverSession.admit(PARAMETERS, inbound).verdict());
    }

    @Test
    void shouldRefuseWithTheAbortToSend() {
        Admission admission = admit(encrypted(enc(1, 3, 0, 0, ENCRYPTION.ecdhBlob()), WE));
        String reason = "cipher 1 is not supported";
        assertEquals(Verdict.REFUSE, admission.verdict());
        assertEquals(reason, admission.reason());
        assertEquals(
                new Action.Send(
                        new UftpHeader(ProtocolVersion.V5, Function.ABORT, 0, US, GROUP, 3, 0, 0),
                        new Abort(0, 0, reason),
                        new Action.Unicast(SENDER_ADDRESS)),
                admission.abort());
    }

    @Test
    void shouldAcceptEveryCipherHashAndCurve() {
        for (int cipher = 5; cipher <= 8; cipher++) {
            for (int hash = 3; hash <= 5; hash++) {
                for (int curve = 23; curve <= 25; curve++) {
                    EncInfo terms = enc(cipher, hash, 0, 0, ecdhBlob(2, curve, 136));
                    assertEquals(
                            Verdict.ACCEPT,
                            admit(encrypted(terms, IdList.EMPTY)).verdict());
                }
            }
        }
    }

    @Test
    void shouldNameTheTermOfEncryptionThatItCannotMeet() {
        Bytes ecdh = ENCRYPTION.ecdhBlob();
        assertRefused("cipher 4", encrypted(enc(4, 3, 0, 0, ecdh), WE));
        assertRefused("cipher 9", encrypted(enc(9, 3, 0, 0, ecdh), WE));
        assertRefused("cipher 0", encrypted(enc(0, 3, 0, 0, ecdh), WE));
        assertRefused("hash 2", encrypted(enc(6, 2, 0, 0, ecdh), WE));
        assertRefused("hash 255", encrypted(enc(6, 255, 0, 0, ecdh), WE));
        assertRefused("key exchange 3 and signature type 0", encrypted(enc(6, 3, 3, 0, ecdh), WE));
        assertRefused("key exchange 0 and signature type 1", encrypted(enc(6, 3, 0, 1, ecdh), WE));
        assertRefused("no ECDH key", encrypted(enc(6, 3, 0, 0, Bytes.EMPTY), WE));
        assertRefused("no ECDH key", encrypted(enc(6, 3, 0, 0, Bytes.of((byte) 2)), WE));
        assertRefused("no ECDH key", encrypted(enc(6, 3, 0, 0, ecdhBlob(1, 23, 68)), WE));
        assertRefused("curve 22", encrypted(enc(6, 3, 0, 0, ecdhBlob(2, 22, 68)), WE));
        assertRefused("curve 255", encrypted(enc(6, 3, 0, 0, ecdhBlob(2, 255, 68)), WE));
        assertRefused("64 bytes, not 68", encrypted(enc(6, 3, 0, 0, ecdhBlob(2, 23, 64)), WE));
        assertRefused(
                "no signature key", encrypted(EncInfo.of(false, 6, 3, RANDOM, Bytes.EMPTY, ecdh, Bytes.zeros(8)), WE));
        assertRefused(
                "no signature", encrypted(EncInfo.of(false, 6, 3, RANDOM, Bytes.zeros(8), ecdh, Bytes.EMPTY), WE));
    }

    @Test
    void shouldLeaveRoomForEncryptionInThePacket() {
        List<HeaderExtension> terms = List.of(ENCRYPTION);
        assertEquals(
                Verdict.ACCEPT,
                admit(variant(false, false, ROBUST, 0, 8936, terms, WE)).verdict());
        assertRefused("not in 1..8936", variant(false, false, ROBUST, 0, 8937, terms, WE));
    }

    @Test
    void shouldNotTakeHiddenEncryptionForNone() {
        UnknownExtension unknown = new UnknownExtension(99, Bytes.zeros(2));
        assertRefused("not the first", variant(false, false, ROBUST, 0, BLOCK, List.of(unknown, ENCRYPTION), WE));
    }

    @Test
    void shouldAskItsTrustWithWhatTheSenderOffers() {
        List<Object> asked = new ArrayList<>();
        SenderTrust onlyEncrypted = (senderId, offer) -> {
            asked.add(senderId);
            asked.add(offer == null ? "clear" : offer);
            return offer == null ? "no session in the clear" : null;
        };
        // The stripping attack: the same session without its encryption.
        Admission stripped = admit(announce(WE), onlyEncrypted);
        assertEquals(Verdict.REFUSE, stripped.verdict());
        assertEquals("no session in the clear", stripped.reason());
        assertEquals(
                new Abort(0, 0, "no session in the clear"), stripped.abort().message());
        assertEquals(Verdict.ACCEPT, admit(encryptedAnnounce(WE), onlyEncrypted).verdict());
        assertEquals(List.of(SENDER, "clear", SENDER, ENCRYPTION), asked);
        asked.clear();
        assertEquals(Verdict.IGNORE, admit(announce(THEY), onlyEncrypted).verdict());
        assertEquals(
                Verdict.REFUSE,
                admit(encrypted(enc(1, 3, 0, 0, ENCRYPTION.ecdhBlob()), WE), onlyEncrypted)
                        .verdict());
        assertEquals(List.of(), asked, "no question about what is refused or ignored anyway");
    }

    private static Announce encrypted(EncInfo terms, IdList receivers) {
        return variant(false, false, ROBUST, Announce.CC_NONE, BLOCK, List.of(terms), receivers);
    }

    private static EncInfo enc(int cipher, int hash, int keyExchange, int signatureType, Bytes ecdhBlob) {
        return new EncInfo(
                false, keyExchange, signatureType, cipher, hash, RANDOM, Bytes.zeros(8), ecdhBlob, Bytes.zeros(8));
    }

    private static Bytes ecdhBlob(int type, int curve, int length) {
        byte[] blob = new byte[length];
        blob[0] = (byte) type;
        blob[1] = (byte) curve;
        return Bytes.of(blob);
    }

    @Test
    void shouldRefuseWhatThisVersionCannotDo() {
        assertRefused("congestion", variant(false, false, ROBUST, 1, BLOCK, List.of(), WE));
        assertRefused("congestion", variant(false, false, ROBUST, 3, BLOCK, List.of(), WE));
        assertRefused("congestion", variant(false, false, ROBUST, 255, BLOCK, List.of(), WE));
        assertRefused("sync", variant(true, false, ROBUST, 0, BLOCK, List.of(), WE));
        assertRefused("sync", variant(false, true, ROBUST, 0, BLOCK, List.of(), WE));
        assertRefused("block size", variant(false, false, ROBUST, 0, 0, List.of(), WE));
        assertRefused("block size", variant(false, false, ROBUST, 0, 8965, List.of(), WE));
        assertRefused("robust", variant(false, false, 9, 0, BLOCK, List.of(), WE));
        assertRefused("robust", variant(false, false, 0, 0, BLOCK, List.of(), WE));
        assertRefused("robust", variant(false, false, 51, 0, BLOCK, List.of(), WE));
    }

    @Test
    void shouldAcceptTheLimits() {
        assertEquals(
                Verdict.ACCEPT,
                admit(variant(false, false, 10, 0, 1, List.of(), WE)).verdict());
        assertEquals(
                Verdict.ACCEPT,
                admit(variant(false, false, 50, 0, 8964, List.of(), WE)).verdict());
    }

    @Test
    void shouldAcceptUnknownExtensions() {
        UnknownExtension unknown = new UnknownExtension(99, Bytes.zeros(2));
        assertEquals(
                Verdict.ACCEPT,
                admit(variant(false, false, ROBUST, 0, BLOCK, List.of(unknown), WE))
                        .verdict());
    }

    private static void assertRefused(String reason, Announce announce) {
        Admission admission = admit(announce);
        assertEquals(Verdict.REFUSE, admission.verdict());
        assertTrue(admission.reason().contains(reason), admission.reason());
    }

    private static Announce variant(
            boolean sync,
            boolean preview,
            int robust,
            int ccType,
            int blockSize,
            List<HeaderExtension> extensions,
            IdList receivers) {
        return new Announce(
                sync, preview, robust, ccType, blockSize, 1, ip("230.4.4.1"), ip("230.5.5.7"), extensions, receivers);
    }

    private static Admission admit(Message message) {
        return admit(message, SenderTrust.ANYBODY);
    }

    private static Admission admit(Message message, SenderTrust trust) {
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), 0, SENDER, GROUP, 3, 157, 0);
        return ReceiverSession.admit(
                new ReceiverParameters(US, 0, trust), new Inbound(header, message, SENDER_ADDRESS));
    }
}
