package io.uftpengine.core.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a TCP service of the engine listens, or where to find it.
 *
 * @param host name or address, without brackets; empty = the loopback interface only
 * @param port 0 = any free one
 */
public record ListenAddress(String host, int port) {
    /** Whatever is in brackets is an IPv6 address; without them it has no colon. */
    private static final Pattern FORM =
            Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.]+(?:%[0-9A-Za-z_.-]+)?)]|([^:\\[\\]\\s/]*)):)?([0-9]{1,5})");

    private static final int MAX_PORT = 65535;
    private static final String CURE = "give HOST:PORT, such as 127.0.0.1:9464 or [::1]:9464, or a port only";

    /** As users write it: {@code HOST:PORT}, {@code [IPV6]:PORT}, {@code :PORT} or {@code PORT}. Looks nothing up. */
    public static ListenAddress parse(String text) throws ValueException {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new ValueException("is not an address and a port", CURE);
        }
        int port = Integer.parseInt(parts.group(3));
        if (port > MAX_PORT) {
            throw new ValueException("has a port out of range", "give 0 to " + MAX_PORT);
        }
        String host = parts.group(1) != null ? parts.group(1) : parts.group(2);
        return new ListenAddress(host == null ? "" : host, port);
    }

    /** As users write it. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
