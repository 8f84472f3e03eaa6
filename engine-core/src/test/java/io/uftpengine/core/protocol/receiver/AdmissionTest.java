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
import java.util.List;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final EncInfo ENCRYPTION =
            EncInfo.of(false, 6, 3, Bytes.zeros(EncInfo.RANDOM_LENGTH), Bytes.zeros(8), Bytes.zeros(8), Bytes.zeros(8));

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
    void shouldRefuseEncryptionWithTheAbortToSend() {
        Admission admission = admit(variant(false, false, ROBUST, Announce.CC_NONE, BLOCK, List.of(ENCRYPTION), WE));
        String reason = "encryption is not supported by this version";
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
    void shouldRefuseWhatThisVersionCannotDo() {
        assertRefused("congestion", variant(false, false, ROBUST, Announce.CC_TFMCC, BLOCK, List.of(), WE));
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
        assertRefused("encryption", variant(false, false, ROBUST, 0, BLOCK, List.of(unknown, ENCRYPTION), WE));
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
        UftpHeader header = new UftpHeader(ProtocolVersion.V5, message.function(), 0, SENDER, GROUP, 3, 157, 0);
        return ReceiverSession.admit(PARAMETERS, new Inbound(header, message, SENDER_ADDRESS));
    }
}
