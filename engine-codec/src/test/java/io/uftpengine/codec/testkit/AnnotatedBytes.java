package io.uftpengine.codec.testkit;

import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;

/**
 * Bytes written down field by field: each line holds hex bytes, then a semicolon and what they are. {@code 00*32} repeats a byte.
 */
public final class AnnotatedBytes {
    private AnnotatedBytes() {}

    public static byte[] parse(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : text.split("\n")) {
            int comment = line.indexOf(';');
            for (String token :
                    (comment < 0 ? line : line.substring(0, comment)).trim().split("\\s+")) {
                append(token, out);
            }
        }
        return out.toByteArray();
    }

    private static void append(String token, ByteArrayOutputStream out) {
        int star = token.indexOf('*');
        byte[] bytes = ByteBufUtil.decodeHexDump(star < 0 ? token : token.substring(0, star));
        int times = star < 0 ? 1 : Integer.parseInt(token.substring(star + 1));
        for (int i = 0; i < times; i++) {
            out.writeBytes(bytes);
        }
    }
}
