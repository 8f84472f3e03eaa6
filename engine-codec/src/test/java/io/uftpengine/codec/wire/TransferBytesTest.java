package io.uftpengine.codec.wire;

import static io.uftpengine.codec.testkit.Wire.assertDecodes;
import static io.uftpengine.codec.testkit.Wire.assertFault;
import static io.uftpengine.codec.testkit.Wire.assertWire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.FreeSpace;
import io.uftpengine.codec.extension.TfmccAck;
import io.uftpengine.codec.extension.TfmccData;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.field.NakBitmap;
import io.uftpengine.codec.field.WireName;
import io.uftpengine.codec.message.Abort;
import io.uftpengine.codec.message.CcAck;
import io.uftpengine.codec.message.Complete;
import io.uftpengine.codec.message.CompletionStatus;
import io.uftpengine.codec.message.CongCtrl;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.message.FileInfo;
import io.uftpengine.codec.message.FileInfoAck;
import io.uftpengine.codec.message.FileSeg;
import io.uftpengine.codec.message.FileType;
import io.uftpengine.codec.message.Status;
import io.uftpengine.codec.testkit.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of the transfer and completion phases, byte by byte (protocol 5.2.9 to 5.2.16, 5.2.20, 5.2.21, wire facts 3). */
class TransferBytesTest {
    private static FileInfo file(String name, String link, long modified, long size) {
        return new FileInfo(
                1, FileType.REGULAR, modified, size, WireName.of(name), WireName.of(link), 42, IdList.of(0x0A0B0C0D));
    }

    @Test
    void shouldWriteFileInfo() throws Exception {
        assertWire(file("dir/file", "", 0x65432100L, 0x1234_5678_9ABCL), """
                07 09 0001          ; function, 36 bytes, file ID
                00 00 0000          ; regular file, reserved, file time (high)
                02 00               ; name and link length in words: no terminator
                1234 56789abc       ; size
                65432100            ; file time (low)
                000000000000002a    ; time
                6469722f 66696c65   ; name
                0a0b0c0d            ; receivers
                """);
    }

    @Test
    void shouldPadNameAndLinkSeparately() throws Exception {
        FileInfo link = new FileInfo(
                0xFFFF, FileType.LINK, 0, 0, WireName.of("\u00e4"), WireName.of("../ab"), 42, IdList.EMPTY);
        assertWire(link, """
                07 0a ffff          ; function, 40 bytes, file ID
                02 00 0000          ; link
                01 02               ; 1 and 2 words
                000000000000        ; size
                00000000            ; file time (low)
                000000000000002a    ; time
                c3a40000            ; name in UTF-8
                2e2e2f61 62000000   ; link
                """);
    }

    @Test
    void shouldCarryTimesBefore1970AndAfter2106() throws Exception {
        String rest = "01 00 00*6 %s 000000000000002a 61000000 0a0b0c0d";
        assertWire(file("a", "", -1, 0), "07 08 0001 00 00 ffff " + rest.formatted("ffffffff"));
        assertWire(file("a", "", 1L << 32, 0), "07 08 0001 00 00 0001 " + rest.formatted("00000000"));
        assertWire(file("a", "", 0xFFFFFFFFL, 0), "07 08 0001 00 00 0000 " + rest.formatted("ffffffff"));
    }

    @Test
    void shouldCarryNamesOf255Bytes() throws Exception {
        String name = "\u20ac".repeat(85);
        FileInfo message = file(name, "", 0, 0);
        assertEquals(255, message.name().length());
        byte[] body = Wire.encodeMessage(message);
        assertEquals(28 + 256 + 4, body.length);
        assertEquals(7 + 64, body[1]);
        assertEquals(message, Wire.decodeMessage(Function.FILEINFO, body));
    }

    @Test
    void shouldCarryNamesThatAreNotUtf8() throws Exception {
        WireName latin1 = WireName.of(new byte[] {'b', (byte) 0xE4, 'r'});
        FileInfo message = new FileInfo(1, FileType.REGULAR, 0, 0, latin1, WireName.EMPTY, 42, IdList.EMPTY);
        assertWire(message, "07 08 0001 00000000 01 00 00*6 00000000 000000000000002a 62e47200");
    }

    @Test
    void shouldRefuseMalformedFileInfo() {
        String name = "01 00 00*6 00000000 000000000000002a 61000000";
        assertFault(
                Fault.BAD_HEADER_LENGTH,
                Function.FILEINFO,
                "07 09 0001 00000000 " + name + " c8010000 ; extension (T12)");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.FILEINFO, "07 07 0001 00000000 " + name);
        assertFault(Fault.TOO_SHORT, Function.FILEINFO, "07 07 0001 00*23");
        assertFault(Fault.BAD_VALUE, Function.FILEINFO, "07 08 0001 05000000 " + name + " ; file type 5");
        assertFault(
                Fault.BAD_VALUE,
                Function.FILEINFO,
                "07 08 0001 00000000 01 00 00*6 00000000 00*8 61006200 ; NUL inside");
        assertThrows(IllegalArgumentException.class, () -> file("x".repeat(997), "", 0, 0));
        assertThrows(IllegalArgumentException.class, () -> file("x", "", 0, 1L << 48));
    }

    @Test
    void shouldWriteFileInfoAck() throws Exception {
        assertWire(new FileInfoAck(2, true, 77, IdList.EMPTY), """
                08 04 0002          ; function, 16 bytes, file ID
                01 000000           ; partial, reserved
                000000000000004d    ; echoed time
                """);
        assertWire(new FileInfoAck(2, false, 77, IdList.of(5)), "08 04 0002 00000000 000000000000004d 00000005");
        assertFault(Fault.TOO_SHORT, Function.FILEINFO_ACK, "08 04 0002 00*11");
    }

    @Test
    void shouldWriteFileSeg() throws Exception {
        assertWire(new FileSeg(3, 4, 0xFFFF, List.of(), Bytes.of((byte) 1, (byte) 2, (byte) 3)), """
                09 02 0003          ; function, 8 bytes, file ID
                0004 ffff           ; section, block
                010203              ; data
                """);
        assertWire(new FileSeg(3, 4, 5, List.of(new TfmccData(0x1234, 0x5678, 0x481E)), Bytes.of((byte) 1)), """
                09 04 0003 0004 0005
                02 02 1234 5678 481e  ; extension: send rate, feedback round, suppression rate
                01                    ; data
                """);
        assertFault(
                Fault.BAD_FIELD_LENGTH, Function.FILESEG, "09 03 0003 0004 0005 02 01 1234 01 ; extension too short");
        assertFault(
                Fault.BAD_FIELD_LENGTH, Function.FILESEG, "09 05 0003 0004 0005 02 03 1234 5678 481e 00*4 ; too long");
    }

    @Test
    void shouldWriteDone() throws Exception {
        assertWire(new Done(3, 4, IdList.of(9)), "0a 02 0003 0004 0000 00000009 ; file, section, reserved, receivers");
        assertWire(new Done(0, 0, IdList.EMPTY), "0a 02 0000 0000 0000");
        assertFault(Fault.TOO_SHORT, Function.DONE, "0a 02 0000 0000 00");
    }

    @Test
    void shouldWriteStatus() throws Exception {
        NakBitmap naks = NakBitmap.forBlocks(16);
        naks.set(0);
        naks.set(9);
        assertWire(new Status(3, 4, List.of(), naks), """
                0b 02 0003          ; function, 8 bytes, file ID
                0004 0000           ; section, reserved
                01 02 00            ; 16 blocks need 3 bytes (T8); blocks 0 and 9
                """);
        TfmccAck ack = new TfmccAck(TfmccAck.FLAG_RTT | TfmccAck.FLAG_START, 0x0102, 0x0304, 0xC6120002, 99);
        assertWire(new Status(3, 4, List.of(ack), NakBitmap.forBlocks(1)), """
                0b 07 0003 0004 0000
                03 05               ; extension type, length 20 bytes
                06 00               ; flags, reserved
                0102 0304           ; feedback round, rate
                c6120002            ; receiver
                0000000000000063    ; echoed time
                00                  ; NAK map
                """);
    }

    @Test
    void shouldWriteComplete() throws Exception {
        assertWire(
                new Complete(3, CompletionStatus.OVERWRITE, List.of(), IdList.EMPTY),
                "0c 02 0003 02 000000 ; function, 8 bytes, file ID, status, reserved");
        assertWire(new Complete(1, CompletionStatus.NORMAL, List.of(new FreeSpace(0x1_0000_0000L)), IdList.of(3)), """
                0c 05 0001 00 000000
                07 03 0000          ; extension type, length 12 bytes, reserved
                0000000100000000    ; free space
                00000003            ; receivers behind a proxy
                """);
        assertFault(Fault.BAD_VALUE, Function.COMPLETE, "0c 02 0001 04 000000 ; status 4");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.COMPLETE, "0c 04 0001 00 000000 07 02 0000 00000001");
    }

    @Test
    void shouldWriteDoneConfWithoutExtensions() throws Exception {
        assertWire(new DoneConf(IdList.of(1, 2)), "0d 01 0000 00000001 00000002 ; list at offset 4 (T13)");
    }

    @Test
    void shouldWriteAbortInFull() throws Exception {
        byte[] body = Wire.encodeMessage(new Abort(Abort.FLAG_CURRENT_FILE, 0x0A0B0C0D, "Gr\u00fc\u00dfe"));
        assertEquals(308, body.length);
        assertWire(new Abort(Abort.FLAG_CURRENT_FILE, 0x0A0B0C0D, "Gr\u00fc\u00dfe"), """
                13 4d               ; function, 308 bytes (T15)
                01 00               ; current file only, reserved
                0a0b0c0d            ; host
                4772c3bcc39f65      ; text
                00*293              ; NUL to the end of the field
                """);
    }

    @Test
    void shouldCutAbortTextAtWholeCharacter() throws Exception {
        Abort cut = (Abort)
                Wire.decodeMessage(Function.ABORT, Wire.encodeMessage(new Abort(0, 0, "x" + "\u20ac".repeat(100))));
        assertEquals("x" + "\u20ac".repeat(99), cut.message());
    }

    @Test
    void shouldTakeShortAbort() throws Exception {
        assertDecodes(new Abort(0, 5, ""), "13 02 0000 00000005");
        assertDecodes(new Abort(0, 5, "abcd"), "13 03 0000 00000005 61626364 ; no NUL");
        assertDecodes(new Abort(0, 5, "ab"), "13 03 0000 00000005 61620064 ; stale byte behind the NUL");
        assertDecodes(new Abort(0, 5, "a\uFFFD"), "13 03 0000 00000005 61ff0000 ; not UTF-8");
        assertFault(Fault.TOO_SHORT, Function.ABORT, "13 02 0000 000000");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.ABORT, "13 4d 0000 00000005 61620064");
    }

    @Test
    void shouldWriteCongCtrl() throws Exception {
        assertWire(
                new CongCtrl(0x0102, 0x481E, 7, List.of(new CongCtrl.Item(5, 3, 0x9D), new CongCtrl.Item(6, 0, 1))),
                """
                14 04 0000          ; function, 16 bytes, reserved
                0102 481e           ; feedback round, rate
                0000000000000007    ; time
                00000005 03 9d 0000 ; items: receiver, flags, RTT, reserved
                00000006 00 01 0000
                """);
        assertFault(Fault.BAD_FIELD_LENGTH, Function.CONG_CTRL, "14 04 0000 00*12 00000005 039d00");
    }

    @Test
    void shouldWriteCcAck() throws Exception {
        assertWire(new CcAck(List.of(new TfmccAck(TfmccAck.FLAG_CLR, 1, 2, 3, 4))), """
                15 06 0000          ; function, 24 bytes, reserved
                03 05 01 00         ; extension, 20 bytes, flags, reserved
                0001 0002 00000003  ; feedback round, rate, receiver
                0000000000000004    ; echoed time
                """);
        assertWire(new CcAck(List.of()), "15 01 0000");
    }
}
