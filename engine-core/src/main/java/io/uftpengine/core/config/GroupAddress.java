package io.uftpengine.core.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * An address that packets go to, as text: IPv4 or IPv6, perhaps with {@code x} parts.
 *
 * @param text as given
 */
record GroupAddress(String text, boolean isIpv6, boolean isMulticast, boolean isSourceSpecific) {
    /** Numbers up to 255: Java takes 999.1.1.1 for a host name and looks it up. */
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])";

    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\.(" + OCTET + "|x)){3}");
    private static final Pattern IPV6 =
            Pattern.compile("[0-9a-fA-F]{0,4}(:([0-9a-fA-F]{0,4}|x)){2,7}(%[0-9A-Za-z_.-]+)?");
    private static final String CURE = "give an IPv4 or IPv6 address";

    /** An address without random parts. */
    static GroupAddress parse(String text) throws ValueException {
        if (text.contains("x")) {
            throw new ValueException("has a random part", "only --private-address may have x parts");
        }
        return parsePattern(text);
    }

    /** An address any part of which, but for the first, may be {@code x}. */
    static GroupAddress parsePattern(String text) throws ValueException {
        boolean isIpv6 = text.contains(":");
        if (!(isIpv6 ? IPV6 : IPV4).matcher(text).matches()) {
            throw new ValueException("is not an address", CURE);
        }
        byte[] octets;
        try {
            // Only literals match the patterns: nothing is looked up.
            String plain = text.replace("x", "1");
            int scope = plain.indexOf('%');
            octets = InetAddress.getByName(scope < 0 ? plain : plain.substring(0, scope))
                    .getAddress();
        } catch (UnknownHostException notAnAddress) {
            throw new ValueException("is not an address", CURE);
        }
        int first = octets[0] & 0xFF;
        int second = octets[1] & 0xFF;
        return isIpv6
                ? new GroupAddress(text, true, first == 0xFF, first == 0xFF && (second & 0xF0) == 0x30)
                : new GroupAddress(text, false, (first & 0xF0) == 0xE0, first == 232);
    }
}
