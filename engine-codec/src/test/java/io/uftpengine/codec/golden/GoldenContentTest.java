package io.uftpengine.codec.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.data.FileSegReader;
import io.uftpengine.codec.data.FileSegWriter;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.QuantizedRate;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.HbReq;
import io.uftpengine.codec.message.HbResp;
import io.uftpengine.codec.message.HeartbeatResult;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.testkit.Wire;
import java.net.Inet6Address;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reference programs 5.0.3 said in the captures, as far as we know it from how they were made. */
class GoldenContentTest {
    private static final int RECEIVER_1 = 0xC6120002;
    private static final int RECEIVER_2 = 0xC6120003;
    private static final int RECEIVER_3 = 0xC6120004;

    @Test
    void shouldListReceiversOfClosedGroup() throws Exception {
        Announce announce = Captures.messages("closed-group", Announce.class).get(0);
        assertEquals(IdList.of(RECEIVER_1, RECEIVER_2, RECEIVER_3), announce.receivers());
        assertEquals("230.4.4.1", announce.publicAddress().getHostAddress());
        assertEquals(512, announce.blockSize());
        assertEquals(10, announce.robust());
        assertEquals(Announce.CC_NONE, announce.ccType());
        assertFalse(announce.isUnicast());
        assertEquals(
                3,
                Captures.messages("closed-group", DoneConf.class)
                        .get(0)
                        .receivers()
                        .size());
        for (Register register : Captures.messages("closed-group", Register.class)) {
            assertEquals(Register.clear(register.echoedMicros(), IdList.EMPTY), register);
        }
    }

    @Test
    void shouldListNobodyInOpenGroup() throws Exception {
        for (Announce announce : Captures.messages("open-group", Announce.class)) {
            assertEquals(IdList.EMPTY, announce.receivers());
        }
    }

    @Test
    void shouldAnnounceUnicastWithZeroAddresses() throws Exception {
        assertTrue(Captures.messages("unicast", Announce.class).get(0).isUnicast());
    }

    @Test
    void shouldAnnounceIpv6Groups() throws Exception {
        Announce announce = Captures.messages("ipv6", Announce.class).get(0);
        assertInstanceOf(Inet6Address.class, announce.publicAddress());
        assertEquals("ff18:0:0:0:0:0:0:1", announce.publicAddress().getHostAddress());
        assertEquals("ff18:0:0:0:0:0:0:2", announce.privateAddress().getHostAddress());
    }

    @Test
    void shouldDescribeTree() throws Exception {
        List<FileInfo> files = Captures.messages("tree", FileInfo.class);
        assertEquals(
                1, files.stream().filter(f -> f.type() == FileType.DIRECTORY).count());
        FileInfo link = files.stream()
                .filter(f -> f.type() == FileType.LINK)
                .findFirst()
                .orElseThrow();
        assertEquals("tree/link", link.name().text());
        assertEquals("dir/a.txt", link.link().text());
        FileInfo zero = files.stream()
                .filter(f -> f.name().text().equals("tree/zero"))
                .findFirst()
                .orElseThrow();
        assertEquals(FileType.REGULAR, zero.type());
        assertEquals(0, zero.size());
        assertEquals(
                1,
                files.stream()
                        .filter(f -> f.name().length() == "tree/".length() + 255)
                        .count());
        FileInfo latin1 =
                files.stream().filter(f -> !f.name().isUtf8()).findFirst().orElseThrow();
        assertEquals("tree/b\uFFFDr", latin1.name().text());
        for (FileInfo file : files) {
            assertEquals(IdList.of(RECEIVER_1), file.receivers());
            // The reference sends a file time only for regular files.
            assertEquals(file.type() == FileType.REGULAR, file.modifiedSeconds() > 1_700_000_000L, file::toString);
            assertEquals(file.type() != FileType.REGULAR, file.modifiedSeconds() == 0, file::toString);
        }
    }

    @Test
    void shouldReportLoss() throws Exception {
        List<Status> reports = Captures.messages("loss", Status.class);
        assertEquals(
                List.of(4, 3, 1),
                reports.stream().map(status -> status.naks().cardinality()).toList());
        for (Status status : reports) {
            assertEquals(3, status.naks().byteLength(), "16 blocks (T8)");
            assertTrue(status.naks().covers(16));
            assertEquals(List.of(), status.extensions());
        }
    }

    @Test
    void shouldCarryCongestionControl() throws Exception {
        assertEquals(
                Announce.CC_TFMCC,
                Captures.messages("tfmcc", Announce.class).get(0).ccType());
        for (FileSeg fileSeg : Captures.messages("tfmcc", FileSeg.class)) {
            assertInstanceOf(TfmccData.class, fileSeg.extensions().get(0));
        }
        TfmccAck inStatus = assertInstanceOf(
                TfmccAck.class,
                Captures.messages("tfmcc", Status.class).get(0).extensions().get(0));
        assertEquals(RECEIVER_1, inStatus.receiverId());
        for (CcAck ack : Captures.messages("tfmcc", CcAck.class)) {
            assertInstanceOf(TfmccAck.class, ack.extensions().get(0));
        }
        CongCtrl first = Captures.messages("tfmcc", CongCtrl.class).get(0);
        assertEquals(QuantizedRate.encode(QuantizedRate.UNLIMITED), first.rateCode());
    }

    @Test
    void shouldTellWhyReceiversAndSenderAbort() throws Exception {
        List<Abort> byReceivers = Captures.messages("client-abort", Abort.class);
        assertEquals("No unencrypted transfers allowed", byReceivers.get(0).message());
        assertEquals("Client shutting down", byReceivers.get(1).message());
        assertEquals(
                List.of("Server quit, aborting all"),
                Captures.messages("sender-abort", Abort.class).stream()
                        .map(Abort::message)
                        .toList());
    }

    @Test
    void shouldReportOutcomeOfSync() throws Exception {
        assertTrue(Captures.messages("sync", Announce.class).get(0).syncMode());
        List<CompletionStatus> outcomes = Captures.messages("sync", Complete.class).stream()
                .map(Complete::status)
                .toList();
        assertEquals(
                1, outcomes.stream().filter(s -> s == CompletionStatus.SKIPPED).count());
        assertEquals(
                1,
                outcomes.stream().filter(s -> s == CompletionStatus.OVERWRITE).count());
        assertEquals(
                1,
                Captures.messages("sync", FileInfo.class).stream()
                        .filter(f -> f.type() == FileType.DELETE)
                        .count());
    }

    @Test
    void shouldReportFreeSpace() throws Exception {
        List<Complete> answers = Captures.messages("freespace", Complete.class).stream()
                .filter(complete -> complete.fileId() != 0)
                .toList();
        assertEquals(2, answers.size());
        for (Complete answer : answers) {
            FreeSpace space =
                    assertInstanceOf(FreeSpace.class, answer.extensions().get(0));
            assertTrue(space.bytes() > 1_000_000);
        }
    }

    @Test
    void shouldAnnounceEncryptionWithEcKeys() throws Exception {
        EncInfo encInfo = assertInstanceOf(
                EncInfo.class,
                Captures.messages("encrypted-ec", Announce.class)
                        .get(0)
                        .extensions()
                        .get(0));
        assertTrue(encInfo.clientAuth());
        assertEquals(6, encInfo.cipher());
        assertEquals(3, encInfo.hash());
        assertEquals(68, encInfo.keyBlob().length());
        assertEquals(68, encInfo.ecdhBlob().length());
        assertEquals(68, encInfo.signature().length());
        KeyInfo keyInfo = Captures.messages("encrypted-ec", KeyInfo.class).get(0);
        assertEquals(2, keyInfo.entries().size());
        assertEquals(1, keyInfo.counter());
    }

    @Test
    void shouldAnnounceEncryptionWithRsaKeys() throws Exception {
        EncInfo encInfo = assertInstanceOf(
                EncInfo.class,
                Captures.messages("encrypted-rsa", Announce.class)
                        .get(0)
                        .extensions()
                        .get(0));
        assertEquals(7, encInfo.cipher());
        assertEquals(5, encInfo.hash());
        assertEquals(8 + 128, encInfo.keyBlob().length());
        assertEquals(136, encInfo.ecdhBlob().length());
        assertEquals(128, encInfo.signature().length());
        assertEquals(
                136,
                Captures.messages("encrypted-rsa", Register.class)
                        .get(0)
                        .keyMaterial()
                        .length());
    }

    @Test
    void shouldChallengeHeartbeat() throws Exception {
        List<HbReq> requests = Captures.messages("heartbeat", HbReq.class);
        List<HbResp> responses = Captures.messages("heartbeat", HbResp.class);
        assertEquals(new HbReq(0, Bytes.EMPTY, Bytes.EMPTY), requests.get(0));
        assertEquals(HeartbeatResult.CHALLENGE, responses.get(0).result());
        assertEquals(responses.get(0).nonce(), requests.get(1).nonce());
        assertEquals(68, requests.get(1).keyBlob().length());
        assertEquals(68, requests.get(1).signature().length());
        assertEquals(new HbResp(HeartbeatResult.OK, 0), responses.get(1));
    }

    @Test
    void shouldOfferKeysOfResponseProxy() throws Exception {
        ProxyKey sealed = Captures.messages("proxy-key", ProxyKey.class).get(0);
        assertEquals(68, sealed.keyBlob().length());
        assertEquals(68, sealed.ecdhBlob().length());
        assertEquals(68, sealed.signature().length());
        assertEquals(
                new ProxyKey(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY),
                Captures.messages("proxy-clear", ProxyKey.class).get(0));
    }

    @Test
    void shouldAggregateBehindProxy() throws Exception {
        List<Register> registers = Captures.messages("proxy-clear", Register.class);
        assertEquals(
                1, registers.stream().filter(r -> r.receivers().size() == 2).count());
        // An aggregated map always fills a block, whatever the section has (wire facts 4).
        assertEquals(
                2,
                Captures.messages("proxy-clear", Status.class).stream()
                        .filter(status -> status.naks().byteLength() == 512)
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"open-group", "loss", "tfmcc", "ipv6"})
    void shouldReadAndWriteFileSegsInPlace(String capture) throws Exception {
        int fileSegs = 0;
        for (byte[] payload : Captures.payloads(capture)) {
            ByteBuf in = Unpooled.wrappedBuffer(payload);
            if (FileSegReader.isFileSeg(in)) {
                checkInPlace(in);
                fileSegs++;
            }
        }
        assertEquals(Captures.messages(capture, FileSeg.class).size(), fileSegs);
    }

    private static void checkInPlace(ByteBuf datagram) throws Exception {
        int at = UftpHeader.LENGTH;
        int end = datagram.writerIndex();
        assertNull(FileSegReader.check(datagram, at, end));
        int tfmcc = FileSegReader.tfmccOffset(datagram, at);
        UftpHeader header = Wire.V5.decodeHeader(datagram.duplicate());
        ByteBuf out = Unpooled.buffer().writeZero(FileSegReader.dataOffset(datagram, at));
        if (tfmcc < 0) {
            assertEquals(FileSegWriter.HEADER_LENGTH, out.writerIndex());
            FileSegWriter.setHeaders(
                    out,
                    0,
                    header,
                    header.sequence(),
                    FileSegReader.fileId(datagram, at),
                    FileSegReader.section(datagram, at),
                    FileSegReader.block(datagram, at));
        } else {
            assertEquals(FileSegWriter.TFMCC_HEADER_LENGTH, out.writerIndex());
            FileSegWriter.setHeaders(
                    out,
                    0,
                    header,
                    header.sequence(),
                    FileSegReader.fileId(datagram, at),
                    FileSegReader.section(datagram, at),
                    FileSegReader.block(datagram, at),
                    FileSegReader.sendRateCode(datagram, tfmcc),
                    FileSegReader.ccSequence(datagram, tfmcc),
                    FileSegReader.ccRateCode(datagram, tfmcc));
        }
        out.writeBytes(datagram, FileSegReader.dataOffset(datagram, at), FileSegReader.dataLength(datagram, at, end));
        assertEquals(ByteBufUtil.hexDump(datagram), ByteBufUtil.hexDump(out));
        assertEquals(Function.FILESEG, header.function());
    }
}
