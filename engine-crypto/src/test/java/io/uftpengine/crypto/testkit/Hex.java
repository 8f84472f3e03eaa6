package io.uftpengine.crypto.testkit;

import java.util.HexFormat;

/** Bytes as vectors write them. */
public final class Hex {
    private Hex() {}

    /** Blanks between the digits are for the eye; null and "-" are no bytes. */
    public static byte[] bytes(String hex) {
        return hex == null || hex.equals("-") ? new byte[0] : HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
