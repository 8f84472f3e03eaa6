package io.uftpengine.crypto.keystore;

import java.nio.file.Path;

/** Where the password of a protected key file comes from. */
@FunctionalInterface
public interface KeyPassword {
    /** There is none. */
    KeyPassword NONE = file -> null;

    /** The password of that file, which is overwritten after use, or null. Asked only when the file is protected. */
    char[] of(Path file);
}
