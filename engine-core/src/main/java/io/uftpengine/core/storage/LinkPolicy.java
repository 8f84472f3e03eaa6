package io.uftpengine.core.storage;

import java.nio.charset.StandardCharsets;

/** Judges the text of a symbolic link that a sender wants made. Stateless. */
final class LinkPolicy {
    private LinkPolicy() {}

    /**
     * Why a link leads out of the destination directory, or could, or null when it stays inside.
     *
     * <p>Leading {@code ..} climb real directories, because the way to the link itself never goes through a link; so
     * counting them is exact. A {@code ..} after a name may climb from wherever a link of that name leads (with
     * {@code a/b/up -> ../..}, the harmless-looking {@code a/b/up/../x} is outside) and is refused.
     *
     * @param depth how many directories lie between the destination directory and the link
     */
    static String escapeOf(RawName text, int depth) {
        if (text.at(0) == '/') {
            return "is absolute";
        }
        int climbed = 0;
        boolean hasName = false;
        for (String part : new String(text.bytes(), StandardCharsets.ISO_8859_1).split("/")) {
            if (part.equals("..")) {
                if (hasName) {
                    return "has '..' after a name";
                }
                if (++climbed > depth) {
                    return "leads out of the destination directory";
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                hasName = true;
            }
        }
        return null;
    }
}
