package io.uftpengine.codec.shared;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.SignatureField;

/**
 * Reads and writes one kind of header extension; stateless.
 *
 * @param <E> the extension
 */
public interface ExtensionCodec<E extends HeaderExtension> {
    /**
     * Decodes the extension that fills all of {@code in}, from its type byte on.
     *
     * @throws DecodeException if it is malformed; also if it is longer than it should be, because nobody could tell what it means
     */
    E decode(ByteBuf in) throws DecodeException;

    /** Appends what follows the type and length bytes. */
    void encodeBody(E extension, ByteBuf out);

    /**
     * Where the signature is in the extension that fills all of {@code in}, counted from its type byte; null if such extensions are
     * not signed. Consumes nothing.
     *
     * @throws DecodeException if it is malformed
     */
    default SignatureField signature(ByteBuf in) throws DecodeException {
        return null;
    }
}
