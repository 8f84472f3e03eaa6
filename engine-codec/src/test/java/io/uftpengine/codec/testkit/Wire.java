package io.uftpengine.codec.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.message.EncryptedEnvelope;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.codec.wire.WireFormats;

/** Datagrams and messages as byte arrays, in protocol 5. */
public final class Wire {
    public static final WireFormat V5 = WireFormats.of(ProtocolVersion.V5);

    private Wire() {}

    public static UftpHeader header(Function function) {
        return new UftpHeader(ProtocolVersion.V5, function, 0x0102, 0xC6120001, 0xA1B2C3D4, 3, 0x9D, 0x50);
    }

    public static byte[] encode(UftpHeader header, Message message) {
        ByteBuf out = Unpooled.buffer();
        V5.encode(header, message, out);
        return ByteBufUtil.getBytes(out);
    }

    /** The message alone: no UFTP header. */
    public static byte[] encodeMessage(Message message) {
        byte[] datagram = encode(header(message.function()), message);
        byte[] body = new byte[datagram.length - UftpHeader.LENGTH];
        System.arraycopy(datagram, UftpHeader.LENGTH, body, 0, body.length);
        return body;
    }

    public static Message decodeMessage(Function function, byte[] body) throws DecodeException {
        return V5.decode(header(function), Unpooled.wrappedBuffer(body));
    }

    /** Asserts that message and annotated bytes are one another's encoding and decoding, also inside ENCRYPTED. */
    public static void assertWire(Message message, String annotated) throws DecodeException {
        byte[] expected = AnnotatedBytes.parse(annotated);
        assertEquals(ByteBufUtil.hexDump(expected), ByteBufUtil.hexDump(encodeMessage(message)), "encoded");
        assertEquals(message, decodeMessage(message.function(), expected), "decoded");
        if (!(message instanceof EncryptedEnvelope)) {
            ByteBuf inner = Unpooled.buffer();
            V5.encodeInner(message, inner);
            assertEquals(ByteBufUtil.hexDump(expected), ByteBufUtil.hexDump(inner), "encoded as payload");
            assertEquals(message, V5.decodeInner(inner), "decoded as payload");
        }
    }

    /** Asserts that these bytes are refused with that fault. */
    public static void assertFault(Fault fault, Function function, String annotated) {
        byte[] body = AnnotatedBytes.parse(annotated);
        assertEquals(
                fault,
                assertThrows(DecodeException.class, () -> decodeMessage(function, body))
                        .fault());
    }

    /** Asserts that a lenient reading of these bytes gives that message, although it would be written otherwise. */
    public static void assertDecodes(Message message, String annotated) throws DecodeException {
        assertEquals(message, decodeMessage(message.function(), AnnotatedBytes.parse(annotated)));
    }
}
