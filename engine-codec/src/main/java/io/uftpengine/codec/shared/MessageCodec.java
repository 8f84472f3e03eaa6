package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.DecodeException.Fault;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Message;

/**
 * Reads and writes one kind of message; stateless.
 *
 * @param <M> the message
 */
public interface MessageCodec<M extends Message> {
    /**
     * Decodes the message that fills all of {@code body}, from its function byte on. The reader index is undefined afterwards.
     *
     * @throws DecodeException if it is malformed
     */
    M decode(ByteBuf body) throws DecodeException;

    /**
     * Appends the message, from its function byte on.
     *
     * @throws IllegalArgumentException if it does not fit the layout
     */
    void encode(M message, ByteBuf out);

    /**
     * Where the signature is in the message that fills all of {@code body}, counted from its function byte. Consumes nothing.
     *
     * @throws DecodeException if it is malformed, or holds no signature at all (BAD_VALUE)
     */
    default SignatureField signature(ByteBuf body) throws DecodeException {
        throw DecodeException.of(Fault.BAD_VALUE);
    }
}
