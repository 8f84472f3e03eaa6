package io.uftpengine.core.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.core.protocol.receiver.SenderTrust;
import io.uftpengine.crypto.keystore.SenderList;
import io.uftpengine.crypto.signature.Fingerprint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom lists let in. */
class TrustTest {
    private static final int SENDER = 0xC6120001;
    private static final byte[] KEY = Handshakes.key("ec:secp256r1").blob();
    private static final EncInfo OFFER = offer(KEY);
    private static final EncInfo FORGED = offer(Handshakes.freshKey().blob());

    @TempDir
    private Path directory;

    private static EncInfo offer(byte[] key) {
        return EncInfo.of(false, 6, 3, Bytes.zeros(32), Bytes.of(key), Bytes.zeros(68), Bytes.zeros(68));
    }

    private SenderList list(String line) throws Exception {
        return SenderList.read(Files.writeString(directory.resolve("list"), line + "\n"));
    }

    @Test
    void shouldTakeAnybodyWithoutAList() {
        SenderTrust trust = new ListedSenders(null, false);
        assertNull(trust.objection(SENDER, null));
        assertNull(trust.objection(SENDER, OFFER));
    }

    @Test
    void shouldRefuseClearSessionsWhereEncryptionIsRequired() throws Exception {
        for (SenderList list : new SenderList[] {null, list("C6120001|198.18.0.1|0")}) {
            SenderTrust trust = new ListedSenders(list, true);
            assertEquals("encryption is required, but the session is in the clear", trust.objection(SENDER, null));
            assertNull(trust.objection(SENDER, OFFER));
        }
    }

    @Test
    void shouldRefuseWhoIsNotListed() throws Exception {
        SenderTrust trust = new ListedSenders(list("C6120001|198.18.0.1|0"), false);
        assertEquals("the sender is not listed", trust.objection(SENDER + 1, OFFER));
        assertEquals("the sender is not listed", trust.objection(SENDER + 1, null));
        assertNull(trust.objection(SENDER, null));
        assertNull(trust.objection(SENDER, FORGED));
    }

    @Test
    void shouldTakeAListedFingerprintsKeyAlone() throws Exception {
        for (Fingerprint fingerprint : new Fingerprint[] {Fingerprint.sha1(KEY), Fingerprint.sha256(KEY)}) {
            SenderTrust trust = new ListedSenders(list("C6120001|198.18.0.1|0|" + fingerprint), false);
            assertNull(trust.objection(SENDER, OFFER));
            assertEquals(
                    "the sender's key does not have the fingerprint that it is listed with",
                    trust.objection(SENDER, FORGED));
            assertEquals(
                    "the sender is listed with a fingerprint, but its session is in the clear",
                    trust.objection(SENDER, null));
        }
    }

    @Test
    void shouldSayThatProxiesAreNotSupported() throws Exception {
        SenderTrust trust = new ListedSenders(list("C6120001|198.18.0.1|C6120009"), false);
        assertEquals(
                "the sender is listed behind proxy 0xC6120009; proxies are not supported by this version",
                trust.objection(SENDER, OFFER));
    }

    @Test
    void shouldUseANewListFromTheNextQuestionOn() throws Exception {
        ListedSenders trust = new ListedSenders(list("C6120001|198.18.0.1|0"), false);
        trust.replace(list("C6120002|198.18.0.1|0"));
        assertEquals("the sender is not listed", trust.objection(SENDER, OFFER));
        trust.replace(null);
        assertNull(trust.objection(SENDER, OFFER));
    }

    @Test
    void shouldHoldReceiversToTheirFingerprints() {
        ListedReceivers trust = new ListedReceivers(Map.of(SENDER, Fingerprint.sha1(KEY)));
        assertNull(trust.objection(SENDER, KEY));
        assertEquals(
                "its key does not have the fingerprint that it is listed with",
                trust.objection(SENDER, FORGED.keyBlob().toArray()));
        assertNull(trust.objection(SENDER + 1, FORGED.keyBlob().toArray()));
        trust.replace(Map.of());
        assertNull(trust.objection(SENDER, FORGED.keyBlob().toArray()));
        assertNull(ReceiverTrust.ANYBODY.objection(SENDER, KEY));
    }
}
