package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Message;

/** The codecs of one protocol version by function code. Filled once, then only read. */
public final class MessageTable {
    private record Entry<M extends Message>(Class<M> type, MessageCodec<M> codec) {
        void encode(Message message, ByteBuf out) {
            codec.encode(type.cast(message), out);
        }
    }

    private final Entry<?>[] entries = new Entry<?>[Function.MAX_CODE + 1];

    /** Adds a codec and returns this table. */
    public <M extends Message> MessageTable with(Function function, Class<M> type, MessageCodec<M> codec) {
        entries[function.code()] = new Entry<>(type, codec);
        return this;
    }

    /**
     * Decodes the message that fills all of {@code body}.
     *
     * @throws DecodeException UNKNOWN_FUNCTION if this version has no such message, or what the codec throws
     */
    public Message decode(Function function, ByteBuf body) throws DecodeException {
        return entry(function).codec.decode(body);
    }

    /**
     * Where the signature is in the message that fills all of {@code body}.
     *
     * @throws DecodeException UNKNOWN_FUNCTION if this version has no such message, or what the codec throws
     */
    public SignatureField signature(Function function, ByteBuf body) throws DecodeException {
        return entry(function).codec.signature(body);
    }

    private Entry<?> entry(Function function) throws DecodeException {
        Entry<?> entry = entries[function.code()];
        if (entry == null) {
            throw DecodeException.of(Fault.UNKNOWN_FUNCTION);
        }
        return entry;
    }

    /**
     * Appends a message.
     *
     * @throws IllegalArgumentException if this version has no such message or it does not fit its layout
     */
    public void encode(Message message, ByteBuf out) {
        Entry<?> entry = entries[message.function().code()];
        if (entry == null) {
            throw new IllegalArgumentException("no encoding of " + message.function() + " in this version");
        }
        entry.encode(message, out);
    }
}
