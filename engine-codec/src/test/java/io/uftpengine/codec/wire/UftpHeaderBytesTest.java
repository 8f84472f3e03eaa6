package io.uftpengine.codec.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.IdList;
import io.uftpengine.codec.message.Done;
import io.uftpengine.codec.message.DoneConf;
import io.uftpengine.codec.testkit.AnnotatedBytes;
import io.uftpengine.codec.testkit.Wire;
import org.junit.jupiter.api.Test;

/** The UFTP header and the choice of the wire format (protocol 5.2.1). */
class UftpHeaderBytesTest {
    private static final String HEADER = """
            50                  ; version
            0d                  ; function DONE_CONF
            fffe                ; sequence
            80000001            ; source ID
            fedcba98            ; group ID
            ff 9d 50            ; instance, GRTT, group size
            00                  ; reserved
            """;

    private static Fault headerFault(String annotated) {
        ByteBuf in = Unpooled.wrappedBuffer(AnnotatedBytes.parse(annotated));
        Fault fault = assertThrows(DecodeException.class, () -> Wire.V5.decodeHeader(in))
                .fault();
        assertEquals(0, in.readerIndex());
        return fault;
    }

    @Test
    void shouldWriteAndReadHeader() throws Exception {
        UftpHeader header =
                new UftpHeader(ProtocolVersion.V5, Function.DONE_CONF, 0xFFFE, 0x80000001, 0xFEDCBA98, 255, 0x9D, 0x50);
        byte[] expected = AnnotatedBytes.parse(HEADER + "0d 01 0000 00000001");
        assertArrayEquals(expected, Wire.encode(header, new DoneConf(IdList.of(1))));
        ByteBuf in = Unpooled.wrappedBuffer(expected);
        assertEquals(header, Wire.V5.decodeHeader(in));
        assertEquals(UftpHeader.LENGTH, in.readerIndex());
        assertEquals(new DoneConf(IdList.of(1)), Wire.V5.decode(header, in));
    }

    @Test
    void shouldIgnoreReservedByte() throws Exception {
        byte[] bytes = AnnotatedBytes.parse(HEADER);
        bytes[15] = 1;
        assertEquals(255, Wire.V5.decodeHeader(Unpooled.wrappedBuffer(bytes)).instance());
    }

    @Test
    void shouldRefuseMalformedHeader() {
        assertEquals(Fault.TOO_SHORT, headerFault("50 0d 00*13"));
        assertEquals(Fault.BAD_VERSION, headerFault("40 0d 00*14"));
        assertEquals(Fault.UNKNOWN_FUNCTION, headerFault("50 00 00*14"));
        assertEquals(Fault.UNKNOWN_FUNCTION, headerFault("50 16 00*14"));
        assertEquals(Fault.UNKNOWN_FUNCTION, headerFault("50 ff 00*14"));
    }

    @Test
    void shouldFindFormatByVersionByteOnly() {
        assertSame(Wire.V5, WireFormats.forVersionByte(0x50));
        assertNull(WireFormats.forVersionByte(0x51));
        assertNull(WireFormats.forVersionByte(0));
        assertNull(WireFormats.forVersionByte(0xFF));
    }

    @Test
    void shouldAppendNothingWhenHeaderAndMessageDiffer() {
        ByteBuf out = Unpooled.buffer();
        UftpHeader header = Wire.header(Function.DONE);
        assertThrows(IllegalArgumentException.class, () -> Wire.V5.encode(header, new DoneConf(IdList.EMPTY), out));
        assertEquals(0, out.readableBytes());
        Wire.V5.encode(header, new Done(1, 0, IdList.EMPTY), out);
        assertEquals(24, out.readableBytes());
    }

    @Test
    void shouldRefuseHeaderFieldsOutOfRange() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new UftpHeader(ProtocolVersion.V5, Function.DONE, 0x10000, 0, 0, 0, 0, 0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new UftpHeader(ProtocolVersion.V5, Function.DONE, 0, 0, 0, 256, 0, 0));
    }

    @Test
    void shouldMapEveryFunctionCode() {
        for (int code = 1; code <= Function.MAX_CODE; code++) {
            assertEquals(code, Function.of(code).code());
        }
        assertNull(Function.of(0));
        assertNull(Function.of(22));
        assertNull(Function.of(-1));
    }
}
