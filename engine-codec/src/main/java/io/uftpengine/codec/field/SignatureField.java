package io.uftpengine.codec.field;

/**
 * Where a signed message has its signature, and the stretch of it that handshakes are bound to (wire facts 6.3): an ANNOUNCE's
 * EXT_ENC_INFO, of all others the message without its list. In bytes; the signature lies within the stretch.
 *
 * @param boundOffset where the stretch begins
 * @param boundLength its length
 * @param offset where the signature begins
 * @param length of the signature, 0 when there is none
 */
public record SignatureField(int boundOffset, int boundLength, int offset, int length) {
    public SignatureField {
        if (boundOffset < 0 || length < 0 || offset < boundOffset || offset - boundOffset > boundLength - length) {
            throw new IllegalArgumentException(
                    "signature of " + length + " at " + offset + ", bound " + boundLength + " at " + boundOffset);
        }
    }

    /** The same in something that has {@code bytes} more in front. */
    public SignatureField behind(int bytes) {
        return new SignatureField(boundOffset + bytes, boundLength, offset + bytes, length);
    }
}
