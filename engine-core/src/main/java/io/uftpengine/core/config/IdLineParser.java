package io.uftpengine.core.config;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/**
 * Reads the ID of a receiver as {@code --receivers} takes it. The reference tries every ID as an IPv4 name first, so that
 * digits without 0x are a <em>decimal</em> address there (wire facts T29) though its manual says hexadecimal: such a
 * number is refused here, it would select another receiver than the one meant.
 */
final class IdLineParser {
    private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
    private static final Pattern BARE_HEX = Pattern.compile("[0-9a-fA-F]{8}");
    /** The reference's limit (wire facts 13.7). */
    private static final int MAX_NAME = 79;

    private IdLineParser() {}

    static int parse(String text) throws ValueException {
        if (UniqueId.isPrefixed(text)) {
            return UniqueId.parse(text);
        }
        if (UniqueId.isDotted(text)) {
            return UniqueId.parseDotted(text);
        }
        if (DIGITS_AND_DOTS.matcher(text).matches()) {
            throw new ValueException(
                    "may be a hexadecimal ID or a decimal IPv4 address",
                    "write 0x" + text.replace(".", "") + " for the ID, or all four parts of the address");
        }
        if (text.isEmpty() || text.length() > MAX_NAME) {
            throw new ValueException("is not an ID", "give an ID, an IPv4 address or a host name");
        }
        return parseName(text);
    }

    private static int parseName(String text) throws ValueException {
        try {
            for (InetAddress address : InetAddress.getAllByName(text)) {
                if (address instanceof Inet4Address) {
                    return UniqueId.parseDotted(address.getHostAddress());
                }
            }
        } catch (UnknownHostException noHost) {
            // Falls through: it may be an ID without 0x.
        }
        if (BARE_HEX.matcher(text).matches()) {
            return UniqueId.parse(text);
        }
        throw new ValueException(
                "is neither an ID nor a host with an IPv4 address", "give 0x and hexadecimal digits, or an address");
    }
}
