package io.uftpengine.codec.wire;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Message;
import io.uftpengine.codec.shared.ExtensionTable;
import io.uftpengine.codec.shared.HeaderCodec;
import io.uftpengine.codec.shared.MessageTable;
import java.util.List;

/** A wire format made of a version's table of messages. */
final class TableWireFormat implements WireFormat {
    private final ProtocolVersion version;
    private final MessageTable messages;
    private final ExtensionTable extensions;

    TableWireFormat(ProtocolVersion version, MessageTable messages, ExtensionTable extensions) {
        this.version = version;
        this.messages = messages;
        this.extensions = extensions;
    }

    @Override
    public ProtocolVersion version() {
        return version;
    }

    @Override
    public UftpHeader decodeHeader(ByteBuf datagram) throws DecodeException {
        return HeaderCodec.decode(version, datagram);
    }

    @Override
    public Message decode(UftpHeader header, ByteBuf body) throws DecodeException {
        if (header.function() == Function.ENCRYPTED) {
            return messages.decode(Function.ENCRYPTED, body);
        }
        if (functionByte(body) != header.function().code()) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        return messages.decode(header.function(), body);
    }

    @Override
    public Message decodeInner(ByteBuf payload) throws DecodeException {
        return messages.decode(innerFunction(payload), payload);
    }

    private static Function innerFunction(ByteBuf payload) throws DecodeException {
        Function function = Function.of(functionByte(payload));
        if (function == null || function == Function.ENCRYPTED) {
            throw DecodeException.of(Fault.UNKNOWN_FUNCTION);
        }
        return function;
    }

    private static int functionByte(ByteBuf body) throws DecodeException {
        if (!body.isReadable()) {
            throw DecodeException.of(Fault.TOO_SHORT);
        }
        return body.getUnsignedByte(body.readerIndex());
    }

    @Override
    public void encode(UftpHeader header, Message message, ByteBuf out) {
        if (header.version() != version || header.function() != message.function()) {
            throw new IllegalArgumentException(
                    header.version() + " " + header.function() + " header for " + version + " " + message.function());
        }
        int start = out.writerIndex();
        HeaderCodec.encode(header, out);
        append(message, out, start);
    }

    @Override
    public void encodeInner(Message message, ByteBuf out) {
        if (message.function() == Function.ENCRYPTED) {
            throw new IllegalArgumentException("ENCRYPTED within ENCRYPTED");
        }
        append(message, out, out.writerIndex());
    }

    @Override
    public void encodeExtension(HeaderExtension extension, ByteBuf out) {
        int start = out.writerIndex();
        try {
            extensions.encode(List.of(extension), out);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }

    @Override
    public SignatureField signature(ByteBuf datagram) throws DecodeException {
        ByteBuf body = datagram.slice();
        UftpHeader header = decodeHeader(body);
        if (functionByte(body) != header.function().code()) {
            throw DecodeException.of(Fault.BAD_VALUE);
        }
        return messages.signature(header.function(), body).behind(UftpHeader.LENGTH);
    }

    @Override
    public SignatureField innerSignature(ByteBuf payload) throws DecodeException {
        return messages.signature(innerFunction(payload), payload);
    }

    private void append(Message message, ByteBuf out, int start) {
        try {
            messages.encode(message, out);
        } catch (RuntimeException e) {
            out.writerIndex(start);
            throw e;
        }
    }
}
