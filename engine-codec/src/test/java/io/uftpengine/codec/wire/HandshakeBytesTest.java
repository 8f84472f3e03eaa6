package io.uftpengine.codec.wire;

import static io.uftpengine.codec.testkit.Wire.assertDecodes;
import static io.uftpengine.codec.testkit.Wire.assertFault;
import static io.uftpengine.codec.testkit.Wire.assertWire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.extension.EncInfo;
import io.uftpengine.codec.extension.UnknownExtension;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Announce;
import io.uftpengine.codec.message.ClientKey;
import io.uftpengine.codec.message.KeyInfo;
import io.uftpengine.codec.message.KeyInfoAck;
import io.uftpengine.codec.message.RegConf;
import io.uftpengine.codec.message.Register;
import io.uftpengine.codec.testkit.AnnotatedBytes;
import io.uftpengine.codec.testkit.Wire;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The messages of the announce and register phase, byte by byte (protocol 5.2.3 to 5.2.8, wire facts 3). */
class HandshakeBytesTest {
    private static final Bytes RANDOM = filled(0x11, 32);

    private static Bytes filled(int value, int length) {
        return Bytes.of(AnnotatedBytes.parse("%02x*%d".formatted(value, length)));
    }

    private static InetAddress address(String literal) throws UnknownHostException {
        return InetAddress.getByName(literal);
    }

    @Test
    void shouldWriteAnnounceOfClosedGroup() throws Exception {
        Announce message = new Announce(
                true,
                false,
                20,
                Announce.CC_TFMCC,
                1300,
                0x0006_1234_5678_9ABCL,
                address("230.4.4.1"),
                address("230.5.5.77"),
                List.of(),
                IdList.of(0xC6120002, 0xC6120003));
        assertWire(message, """
                01                  ; function
                06                  ; header length: 24 bytes
                01                  ; flags: sync mode
                14                  ; robust 20
                02                  ; TFMCC
                00                  ; reserved
                0514                ; block size 1300
                0006123456789abc    ; time
                e6040401            ; public address
                e605054d            ; private address
                c6120002 c6120003   ; receivers
                """);
    }

    @Test
    void shouldWriteAnnounceForIpv6() throws Exception {
        Announce message = new Announce(
                true, true, 20, 0, 512, 1, address("ff12::1"), address("ff12::2"), List.of(), IdList.EMPTY);
        assertWire(message, """
                01 0c 07 14         ; function, 48 bytes, flags sync + preview + IPv6, robust
                00 00 0200          ; no CC, reserved, block size
                0000000000000001    ; time
                ff12 00*13 01       ; public address
                ff12 00*13 02       ; private address
                """);
    }

    @Test
    void shouldKeepIpv4MappedAddressAnIpv6Address() throws Exception {
        InetAddress mapped = Inet6Address.getByAddress(null, AnnotatedBytes.parse("00*10 ffff 01020304"), -1);
        Announce message = new Announce(false, false, 0, 0, 0, 0, mapped, mapped, List.of(), IdList.EMPTY);
        assertWire(message, """
                01 0c 04 00 00000000 00*8     ; flags: IPv6
                00*10 ffff 01020304           ; public address
                00*10 ffff 01020304           ; private address
                """);
    }

    @Test
    void shouldTellUnicastAnnounce() throws Exception {
        InetAddress none = address("0.0.0.0");
        Announce unicast = new Announce(false, false, 20, 0, 1300, 0, none, none, List.of(), IdList.EMPTY);
        assertWire(unicast, "01 06 00 14 0000 0514 00*8 00*8 ; both addresses all zero");
        assertTrue(unicast.isUnicast());
        Announce multicast = new Announce(
                false, false, 20, 0, 1300, 0, address("230.4.4.1"), address("230.5.5.1"), List.of(), IdList.EMPTY);
        assertFalse(multicast.isUnicast());
    }

    @Test
    void shouldWriteAnnounceWithEncryption() throws Exception {
        EncInfo encInfo = EncInfo.of(true, 6, 3, RANDOM, filled(0xAA, 68), filled(0xBB, 68), filled(0xCC, 68));
        Announce message = new Announce(
                false,
                false,
                20,
                0,
                1300,
                7,
                address("230.4.4.1"),
                address("230.5.5.77"),
                List.of(encInfo, new UnknownExtension(200, filled(0x77, 6))),
                IdList.of(0x11223344));
        assertWire(message, """
                01 46 00 14 0000 0514         ; header length: 24 + 248 + 8 bytes
                0000000000000007              ; time
                e6040401 e605054d             ; addresses
                01                            ; extension type ENC_INFO
                3e                            ; its length: 44 + 3 * 68 bytes
                01                            ; flags: client authentication
                00                            ; reserved
                06                            ; AES-256-GCM
                03                            ; SHA-256
                0044 0044 0044                ; lengths of key, ECDH key, signature
                11*32                         ; random
                aa*68 bb*68 cc*68             ; key, ECDH key, signature
                c8 02 77*6                    ; unknown extension, 8 bytes
                11223344                      ; receivers
                """);
    }

    @Test
    void shouldRefuseMalformedAnnounce() {
        assertFault(Fault.TOO_SHORT, Function.ANNOUNCE, "01 06 00 14 0000 0514 00*15");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.ANNOUNCE, "01 05 00 14 0000 0514 00*16");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.ANNOUNCE, "01 07 00 14 0000 0514 00*16 ; header beyond the end");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.ANNOUNCE, "01 06 04 14 0000 0514 00*40 ; IPv6 needs 48 bytes");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ANNOUNCE, "01 06 00 14 0000 0514 00*16 0102 ; half an ID");
        assertFault(
                Fault.BAD_FIELD_LENGTH,
                Function.ANNOUNCE,
                "01 07 00 14 0000 0514 00*16 c8000000 ; extension of no length");
        assertFault(
                Fault.BAD_FIELD_LENGTH,
                Function.ANNOUNCE,
                "01 07 00 14 0000 0514 00*16 c8020000 00000000 ; beyond header");
        assertFault(Fault.BAD_VALUE, Function.ANNOUNCE, "02 06 00 14 0000 0514 00*16 ; inner function differs");
    }

    @Test
    void shouldRefuseEncInfoWhoseLengthsDoNotAddUp() {
        String announce = "01 12 00 14 0000 0514 00*16 ";
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ANNOUNCE, announce + "01 0c 0000 0603 0004 0004 0000 00*36");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ANNOUNCE, announce + "01 0c 0000 0603 0003 0000 0000 00*36");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ANNOUNCE, announce + "01 0c 0000 0603 ffff ffff ffff 00*36");
        assertFault(
                Fault.BAD_FIELD_LENGTH,
                Function.ANNOUNCE,
                announce + "01 0a 0000 0603 0000 0000 0000 00*28 c8 02 00*6");
    }

    @Test
    void shouldEndListAtFirstZeroId() throws Exception {
        Announce decoded = assertInstanceOf(
                Announce.class,
                Wire.decodeMessage(
                        Function.ANNOUNCE,
                        AnnotatedBytes.parse("01 06 00 14 0000 0514 00*16 00000001 00000000 00000002")));
        assertEquals(IdList.of(1), decoded.receivers());
    }

    @Test
    void shouldWriteRegisterInTheClear() throws Exception {
        assertWire(Register.clear(0x0102030405060708L, IdList.EMPTY), """
                02 0b 0000          ; function, 44 bytes, key length
                0102030405060708    ; echoed time
                00*32               ; random
                """);
    }

    @Test
    void shouldWriteRegisterOfProxyWithKey() throws Exception {
        assertWire(new Register(9, RANDOM, filled(0xEC, 100), IdList.of(5, 0x80000006)), """
                02 24 0064          ; function, 144 bytes, key length
                0000000000000009    ; echoed time
                11*32               ; random
                ec*100              ; EC blob
                00000005 80000006   ; receivers behind the proxy
                """);
    }

    @Test
    void shouldSkipExtensionOfRegister() throws Exception {
        assertDecodes(
                Register.clear(9, IdList.of(5)),
                "02 0c 0000 0000000000000009 00*32 c8010000 00000005 ; nobody has defined one");
    }

    @Test
    void shouldRefuseMalformedRegister() {
        assertFault(Fault.TOO_SHORT, Function.REGISTER, "02 0b 0000 00*39");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.REGISTER, "02 0a 0000 00*40");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.REGISTER, "02 0b 0004 00*44 ; key is not in the header");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.REGISTER, "02 0b 0000 00*41");
    }

    @Test
    void shouldWriteClientKey() throws Exception {
        assertWire(new ClientKey(filled(0xAA, 68), filled(0xBB, 64)), """
                03 23 0000          ; function, 140 bytes, reserved
                0044 0040           ; lengths
                aa*68 bb*64         ; blob, signature
                """);
        assertFault(Fault.TOO_SHORT, Function.CLIENT_KEY, "03 02 0000 0000");
        assertFault(
                Fault.BAD_FIELD_LENGTH,
                Function.CLIENT_KEY,
                "03 03 0000 0004 0004 00*8 ; signature is not in the header");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.CLIENT_KEY, "03 03 0000 ffff ffff 00*8");
    }

    @Test
    void shouldWriteRegConf() throws Exception {
        assertWire(new RegConf(IdList.of(7, 8)), "04 01 0000 00000007 00000008");
        assertWire(new RegConf(IdList.EMPTY), "04 01 0000");
        assertDecodes(new RegConf(IdList.of(7)), "04 02 0000 c8010000 00000007 ; extension skipped");
        assertFault(Fault.TOO_SHORT, Function.REG_CONF, "04 01 00");
        assertFault(Fault.BAD_HEADER_LENGTH, Function.REG_CONF, "04 00 0000");
    }

    @Test
    void shouldWriteKeyInfo() throws Exception {
        assertWire(
                new KeyInfo(
                        0xFFFFFFFF00000001L,
                        filled(0xCC, 68),
                        List.of(new KeyInfo.Entry(1, filled(0x01, 48)), new KeyInfo.Entry(2, filled(0x02, 48)))),
                """
                05 14 0044          ; function, 80 bytes, signature length
                ffffffff00000001    ; counter
                cc*68               ; signature
                00000001 01*48      ; entries
                00000002 02*48
                """);
        assertFault(Fault.BAD_FIELD_LENGTH, Function.KEYINFO, "05 03 0000 00*8 00000001 01*47 ; entry cut off");
        assertFault(
                Fault.BAD_FIELD_LENGTH,
                Function.KEYINFO,
                "05 03 0004 00*8 00000001 01*48 ; signature is not in the header");
    }

    @Test
    void shouldWriteKeyInfoAckWithTrueLength() throws Exception {
        assertWire(new KeyInfoAck(filled(0xDD, 32)), "06 09 0020 dd*32 ; function, 36 bytes, length, verify data");
    }

    @Test
    void shouldTakeKeyInfoAckWithLengthZero() throws Exception {
        // T5: the reference never fills the length in.
        assertDecodes(new KeyInfoAck(filled(0xDD, 32)), "06 09 0000 dd*32");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.KEYINFO_ACK, "06 09 0021 dd*36");
    }

    @Test
    void shouldRefuseToWriteWhatNoHeaderCanHold() {
        Register odd = new Register(0, RANDOM, filled(1, 67), IdList.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> Wire.encodeMessage(odd));
        KeyInfo huge = new KeyInfo(0, filled(1, 1012), List.of());
        assertThrows(IllegalArgumentException.class, () -> Wire.encodeMessage(huge));
    }

    @Test
    void shouldRefuseMixedAddressFamilies() throws Exception {
        InetAddress four = address("230.4.4.1");
        InetAddress six = address("ff12::1");
        assertThrows(
                IllegalArgumentException.class,
                () -> new Announce(false, false, 0, 0, 0, 0, four, six, List.of(), IdList.EMPTY));
    }

    @Test
    void shouldShareFaultsWithoutStackTrace() {
        DecodeException fault = DecodeException.of(Fault.TOO_SHORT);
        assertEquals(0, fault.getStackTrace().length);
        assertTrue(fault == DecodeException.of(Fault.TOO_SHORT));
    }
}
