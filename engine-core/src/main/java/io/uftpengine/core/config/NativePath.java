package io.uftpengine.core.config;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Makes a path of what a user wrote, in every locale. Under LANG=C, as services have it, Java cannot express a name with
 * letters beyond ASCII in the locale's encoding and throws; a {@code file:} URI becomes a path byte by byte, and the bytes
 * are then UTF-8.
 */
public final class NativePath {
    private NativePath() {}

    /** @throws InvalidPathException when the text cannot be a name on this system */
    public static Path of(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException notInThisLocale) {
            if (text.indexOf('\0') >= 0
                    || !FileSystems.getDefault().getSeparator().equals("/")) {
                throw notInThisLocale;
            }
            return ofBytes(text);
        }
    }

    private static Path ofBytes(String text) {
        boolean isAbsolute = text.startsWith("/");
        StringBuilder uri = new StringBuilder(isAbsolute ? "file://" : "file:///");
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (octet == '/') {
                uri.append('/');
            } else {
                uri.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        Path path = Path.of(URI.create(uri.toString()));
        return isAbsolute ? path : path.subpath(0, path.getNameCount());
    }
}
