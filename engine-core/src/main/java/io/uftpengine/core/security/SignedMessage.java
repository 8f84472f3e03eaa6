package io.uftpengine.core.security;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.wire.WireFormat;
import io.uftpengine.crypto.v5.HandshakeContext;
import java.util.Arrays;

/**
 * A signed message and its bytes. It is read from the bytes that the signature covers and from nothing else, so that what was
 * signed is what is used.
 *
 * @param header of the datagram; null when the message came within ENCRYPTED
 * @param bytes the whole datagram, or the opened message
 * @param field where in {@code bytes} the signature is
 */
record SignedMessage<M extends Message>(UftpHeader header, M message, byte[] bytes, SignatureField field) {
    /** Reads a datagram in the clear; BAD_VALUE when it holds another message. */
    static <M extends Message> SignedMessage<M> datagram(WireFormat format, byte[] bytes, Class<M> type)
            throws DecodeException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        SignatureField field = format.signature(in);
        UftpHeader header = format.decodeHeader(in);
        return new SignedMessage<>(header, cast(format.decode(header, in), type), bytes, field);
    }

    /** Reads an opened message; BAD_VALUE when it is another. */
    static <M extends Message> SignedMessage<M> inner(WireFormat format, byte[] bytes, Class<M> type)
            throws DecodeException {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        SignatureField field = format.innerSignature(in);
        return new SignedMessage<>(null, cast(format.decodeInner(in), type), bytes, field);
    }

    /** Writes a datagram whose signature is still to come. */
    static <M extends Message> SignedMessage<M> unsigned(WireFormat format, UftpHeader header, M message) {
        ByteBuf out = Unpooled.buffer();
        format.encode(header, message, out);
        return new SignedMessage<>(header, message, ByteBufUtil.getBytes(out), ownField(() -> format.signature(out)));
    }

    /** Writes a message that ENCRYPTED shall hold. */
    static <M extends Message> SignedMessage<M> unsignedInner(WireFormat format, M message) {
        ByteBuf out = Unpooled.buffer();
        format.encodeInner(message, out);
        return new SignedMessage<>(
                null, message, ByteBufUtil.getBytes(out), ownField(() -> format.innerSignature(out)));
    }

    private interface Locator {
        SignatureField find() throws DecodeException;
    }

    private static SignatureField ownField(Locator locator) {
        try {
            return locator.find();
        } catch (DecodeException impossible) {
            throw new IllegalStateException("our own message has no signature", impossible);
        }
    }

    private static <M extends Message> M cast(Message message, Class<M> type) throws DecodeException {
        if (!type.isInstance(message)) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        return type.cast(message);
    }

    byte[] withoutSignature() {
        return HandshakeContext.withoutSignature(bytes, field.offset(), field.length());
    }

    /** The stretch that goes into a handshake context, without signature. */
    byte[] bound() {
        return Arrays.copyOfRange(withoutSignature(), field.boundOffset(), field.boundOffset() + field.boundLength());
    }

    byte[] signature() {
        return Arrays.copyOfRange(bytes, field.offset(), field.offset() + field.length());
    }

    /** The bytes with that signature, which has the right length. */
    byte[] signed(byte[] signature) {
        if (signature.length != field.length()) {
            throw new IllegalArgumentException(
                    "signature of " + signature.length + " bytes, room for " + field.length());
        }
        byte[] complete = bytes.clone();
        System.arraycopy(signature, 0, complete, field.offset(), signature.length);
        return complete;
    }
}
