package io.uftpengine.codec.message;

import io.uftpengine.codec.Function;
import io.uftpengine.codec.field.Unsigned;
import java.util.Objects;

/**
 * Ends the session, or one receiver's part in it (protocol 5.2.16). Always sent with the full 300-byte text field (T15).
 *
 * @param flags {@code FLAG_*}, 0..255
 * @param hostId whom it concerns; 0 = everybody
 * @param message for people: UTF-8 up to the first NUL, what is not UTF-8 replaced by U+FFFD; cut to {@value #MAX_TEXT_LENGTH} bytes when sent
 */
public record Abort(int flags, int hostId, String message) implements Message {
    public static final int FLAG_CURRENT_FILE = 0x01;

    /** Bytes of text that fit before the NUL. */
    public static final int MAX_TEXT_LENGTH = 299;

    public Abort {
        Unsigned.u8("flags", flags);
        Objects.requireNonNull(message, "message");
    }

    @Override
    public Function function() {
        return Function.ABORT;
    }
}
