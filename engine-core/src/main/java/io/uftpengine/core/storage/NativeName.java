package io.uftpengine.core.storage;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Turns name bytes into paths and back without loss.
 *
 * <p>Java encodes path strings with the locale's character set; under LANG=C a name with a non-ASCII letter is an
 * {@link InvalidPathException}, and no property changes that. On Unix a {@code file:} URI however becomes a path byte by
 * byte, and a path becomes a URI in the same way, in every locale: that is the way taken here.
 */
final class NativeName {
    private static final boolean IS_UNIX = File.separatorChar == '/';
    private static final Path ROOT =
            FileSystems.getDefault().getRootDirectories().iterator().next();
    private static final String HEX = "0123456789ABCDEF";

    private NativeName() {}

    /** What in this component has another meaning on this platform, or null. */
    static String problemOf(byte[] component) {
        if (IS_UNIX) {
            return null;
        }
        for (byte b : component) {
            if (b == '\\' || b == ':') {
                return "contains '" + (char) b + "', which this system does not allow in a name";
            }
        }
        return null;
    }

    /**
     * A relative path, of as many components as there are, from bytes with {@code /} separators; absolute when they
     * begin with one.
     *
     * @throws InvalidPathException when this system cannot express the name
     */
    static Path toPath(byte[] name) {
        if (!IS_UNIX || isPlainAscii(name)) {
            return Path.of(new String(name, StandardCharsets.UTF_8));
        }
        boolean isAbsolute = name.length > 0 && name[0] == '/';
        StringBuilder uri = new StringBuilder(8 + 3 * name.length).append("file:///");
        for (int i = isAbsolute ? 1 : 0; i < name.length; i++) {
            if (name[i] == '/') {
                uri.append('/');
            } else {
                uri.append('%').append(HEX.charAt((name[i] >> 4) & 15)).append(HEX.charAt(name[i] & 15));
            }
        }
        try {
            Path absolute = Path.of(URI.create(uri.toString()));
            return isAbsolute ? absolute : absolute.subpath(0, absolute.getNameCount());
        } catch (IllegalArgumentException e) {
            throw new InvalidPathException(new String(name, StandardCharsets.UTF_8), String.valueOf(e.getMessage()));
        }
    }

    /** The bytes of a path, with {@code /} separators. */
    static byte[] toBytes(Path path) {
        String text = path.toString();
        if (!IS_UNIX) {
            return text.replace('\\', '/').getBytes(StandardCharsets.UTF_8);
        }
        // '?' is what a character outside the locale's set may have become.
        byte[] simple = text.getBytes(StandardCharsets.UTF_8);
        if (simple.length == text.length() && text.indexOf('?') < 0 && isPlainAscii(simple)) {
            return simple;
        }
        String raw = ROOT.resolve(path).toUri().getRawPath();
        // toUri() adds a slash when a directory of that name happens to exist.
        int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
        ByteArrayOutputStream out = new ByteArrayOutputStream(end);
        for (int i = path.isAbsolute() ? 0 : 1; i < end; i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                out.write(Integer.parseInt(raw.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(c);
            }
        }
        return out.toByteArray();
    }

    private static boolean isPlainAscii(byte[] name) {
        for (byte b : name) {
            if (b < 0x20 || b == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
