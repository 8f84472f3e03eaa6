package io.uftpengine.codec.extension;

import io.uftpengine.codec.field.Bytes;
import io.uftpengine.codec.field.Unsigned;

/**
 * An extension of a type that this version does not know; ignored, but kept.
 *
 * @param type 0..255
 * @param body what follows type and length; 2 bytes more than a multiple of 4
 */
public record UnknownExtension(int type, Bytes body) implements HeaderExtension {
    public UnknownExtension {
        Unsigned.u8("type", type);
        if (body.length() % 4 != 2) {
            throw new IllegalArgumentException("body of " + body.length() + " bytes does not fill whole words");
        }
    }
}
