package io.uftpengine.codec.wire;

import static io.uftpengine.codec.testkit.Wire.assertFault;
import static io.uftpengine.codec.testkit.Wire.assertWire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.HbReq;
import io.uftpengine.codec.message.HbResp;
import io.uftpengine.codec.message.HeartbeatResult;
import io.uftpengine.codec.message.KeyReq;
import io.uftpengine.codec.message.ProxyKey;
import io.uftpengine.codec.testkit.AnnotatedBytes;
import io.uftpengine.codec.testkit.Wire;
import org.junit.jupiter.api.Test;

/** The proxies' messages and the envelope, byte by byte (protocol 5.2.2, 5.2.17 to 5.2.19, wire facts 3). */
class ProxyAndEnvelopeBytesTest {
    private static Bytes bytes(String annotated) {
        return Bytes.of(AnnotatedBytes.parse(annotated));
    }

    @Test
    void shouldWriteHeartbeatRequest() throws Exception {
        assertWire(new HbReq(0, Bytes.EMPTY, Bytes.EMPTY), "0e 03 0000 0000 0000 00000000 ; the first one");
        assertWire(new HbReq(0xDEADBEEF, bytes("aa*68"), bytes("bb*68")), """
                0e 25 0000          ; function, 148 bytes, reserved
                0044 0044           ; lengths
                deadbeef            ; nonce
                aa*68 bb*68         ; blob, signature
                """);
        assertFault(Fault.BAD_FIELD_LENGTH, Function.HB_REQ, "0e 03 0000 0001 0000 00000000");
        assertFault(Fault.TOO_SHORT, Function.HB_REQ, "0e 03 0000 0000 0000");
    }

    @Test
    void shouldWriteHeartbeatResponse() throws Exception {
        assertWire(
                new HbResp(HeartbeatResult.CHALLENGE, 0x01020304),
                "0f 02 02 00 01020304 ; function, 8 bytes, challenge, reserved, nonce");
        assertFault(Fault.BAD_VALUE, Function.HB_RESP, "0f 02 03 00 00000000 ; result 3");
        assertFault(Fault.TOO_SHORT, Function.HB_RESP, "0f 02 01 00");
    }

    @Test
    void shouldWriteProxyKey() throws Exception {
        assertWire(new ProxyKey(bytes("aa*68"), bytes("bb*100"), bytes("cc*64")), """
                11 3c 0044          ; function, 240 bytes, key length
                0064 0040           ; ECDH key and signature length
                aa*68 bb*100 cc*64  ; the three
                """);
        assertWire(new ProxyKey(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY), "11 02 0000 0000 0000 ; session in the clear");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.PROXY_KEY, "11 02 0000 0000 0001 00*4");
    }

    @Test
    void shouldHaveNoKeyRequest() {
        assertFault(Fault.UNKNOWN_FUNCTION, Function.KEY_REQ, "10 01 0000");
        assertThrows(IllegalArgumentException.class, () -> Wire.encodeMessage(new KeyReq()));
    }

    @Test
    void shouldWriteEnvelopeWithoutPadding() throws Exception {
        assertWire(new EncryptedEnvelope(0x8000000000000001L, bytes("ee*17")), """
                8000000000000001    ; counter
                0000                ; reserved
                0011                ; payload length (T7: no multiple of 4)
                ee*17               ; payload
                """);
    }

    @Test
    void shouldRefuseEnvelopeOfInexactLength() {
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ENCRYPTED, "00*8 0000 0011 ee*18");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ENCRYPTED, "00*8 0000 0011 ee*16");
        assertFault(Fault.BAD_FIELD_LENGTH, Function.ENCRYPTED, "00*8 0001 0011 ee*17 ; no signatures in protocol 5");
        assertFault(Fault.TOO_SHORT, Function.ENCRYPTED, "00*8 0000 00");
    }

    @Test
    void shouldRefuseNestedEnvelope() {
        ByteBuf inner = Unpooled.wrappedBuffer(AnnotatedBytes.parse("12 01 0000"));
        assertEquals(
                Fault.UNKNOWN_FUNCTION,
                assertThrows(DecodeException.class, () -> Wire.V5.decodeInner(inner))
                        .fault());
        ByteBuf out = Unpooled.buffer();
        EncryptedEnvelope envelope = new EncryptedEnvelope(1, Bytes.EMPTY);
        assertThrows(IllegalArgumentException.class, () -> Wire.V5.encodeInner(envelope, out));
        assertEquals(0, out.readableBytes());
    }

    @Test
    void shouldRefuseEmptyAndUnknownPayload() {
        assertEquals(
                Fault.TOO_SHORT,
                assertThrows(DecodeException.class, () -> Wire.V5.decodeInner(Unpooled.EMPTY_BUFFER))
                        .fault());
        ByteBuf unknown = Unpooled.wrappedBuffer(AnnotatedBytes.parse("16 01 0000"));
        assertEquals(
                Fault.UNKNOWN_FUNCTION,
                assertThrows(DecodeException.class, () -> Wire.V5.decodeInner(unknown))
                        .fault());
    }
}
