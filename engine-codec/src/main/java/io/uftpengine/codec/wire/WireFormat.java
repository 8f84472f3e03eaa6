package io.uftpengine.codec.wire;

import io.netty.buffer.ByteBuf;
import io.uftpengine.codec.DecodeException;
import io.uftpengine.codec.ProtocolVersion;
import io.uftpengine.codec.UftpHeader;
import io.uftpengine.codec.extension.HeaderExtension;
import io.uftpengine.codec.field.SignatureField;
import io.uftpengine.codec.message.Message;

/** Bytes to messages and back, for one protocol version; stateless and safe for all threads. */
public interface WireFormat {
    /** The version whose datagrams this reads and writes. */
    ProtocolVersion version();

    /**
     * Consumes the UFTP header, {@value UftpHeader#LENGTH} bytes; what remains readable is the message.
     *
     * @throws DecodeException TOO_SHORT, BAD_VERSION or UNKNOWN_FUNCTION
     */
    UftpHeader decodeHeader(ByteBuf datagram) throws DecodeException;

    /**
     * Decodes the message behind a header. An encrypted one comes as an {@code EncryptedEnvelope}; a FILESEG can be decoded, but the
     * data path reads it with {@code FileSegReader}.
     *
     * @param body everything after the UFTP header; nothing of it is retained, its reader index is undefined afterwards
     * @throws DecodeException if it is malformed or not the message that the header names
     */
    Message decode(UftpHeader header, ByteBuf body) throws DecodeException;

    /**
     * Decodes an opened ENCRYPTED payload, which begins with its own function byte.
     *
     * @param payload plaintext without the tag; nothing of it is retained, its reader index is undefined afterwards
     * @throws DecodeException if it is malformed, or ENCRYPTED again (UNKNOWN_FUNCTION)
     */
    Message decodeInner(ByteBuf payload) throws DecodeException;

    /**
     * Appends a whole datagram.
     *
     * @throws IllegalArgumentException if header and message do not belong together, or the message does not fit its layout; then
     *     nothing is appended
     */
    void encode(UftpHeader header, Message message, ByteBuf out);

    /**
     * Appends a message without UFTP header, as it stands in an ENCRYPTED payload before sealing.
     *
     * @throws IllegalArgumentException if the message is ENCRYPTED itself or does not fit its layout; then nothing is appended
     */
    void encodeInner(Message message, ByteBuf out);

    /**
     * Appends an extension with its type and length bytes, as it stands in a message.
     *
     * @throws IllegalArgumentException if it is too long for its length byte or this version does not have it; then nothing is
     *     appended
     */
    void encodeExtension(HeaderExtension extension, ByteBuf out);

    /**
     * Where the signature is in a datagram in the clear, counted from the reader index, which does not move.
     *
     * @throws DecodeException if it is malformed as far as that matters, or holds no signature (BAD_VALUE)
     */
    SignatureField signature(ByteBuf datagram) throws DecodeException;

    /**
     * Where the signature is in an opened ENCRYPTED payload, counted from the reader index, which does not move.
     *
     * @throws DecodeException as {@link #signature}
     */
    SignatureField innerSignature(ByteBuf payload) throws DecodeException;
}
