package io.uftpengine.core.config;

import java.util.HexFormat;
import java.util.regex.Pattern;

/** The 32-bit unique ID of a sender, receiver or proxy, as text. 0 and 0xFFFFFFFF are invalid (wire facts 13.7). */
public final class UniqueId {
    private static final Pattern PREFIXED = Pattern.compile("0[xX][0-9a-fA-F]{1,8}");
    private static final Pattern BARE = Pattern.compile("[0-9a-fA-F]{8}");
    private static final Pattern DOTTED = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String CURE = "give 8 hexadecimal digits such as 0xC6120001";

    private UniqueId() {}

    /** As everything that people see writes it. */
    public static String format(int id) {
        return "0x" + HEX.toHexDigits(id);
    }

    /** Hexadecimal, with 0x or all eight digits without it. */
    static int parse(String text) throws ValueException {
        if (isPrefixed(text)) {
            return checked(Integer.parseUnsignedInt(text, 2, text.length(), 16));
        }
        if (BARE.matcher(text).matches()) {
            return checked(Integer.parseUnsignedInt(text, 16));
        }
        throw new ValueException("is not a unique ID", CURE);
    }

    static boolean isPrefixed(String text) {
        return PREFIXED.matcher(text).matches();
    }

    static boolean isDotted(String text) {
        return DOTTED.matcher(text).matches();
    }

    /** The ID that is this IPv4 address. */
    static int parseDotted(String text) throws ValueException {
        int id = 0;
        for (String part : text.split("\\.")) {
            int octet = Integer.parseInt(part);
            if (octet > 255) {
                throw new ValueException("is not an IPv4 address", "give four numbers from 0 to 255");
            }
            id = id << 8 | octet;
        }
        return checked(id);
    }

    static int checked(int id) throws ValueException {
        if (id == 0 || id == -1) {
            throw new ValueException("is an ID that nobody may have", "give any but 0x00000000 and 0xFFFFFFFF");
        }
        return id;
    }
}
