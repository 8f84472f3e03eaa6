package io.uftpengine.core.engine;

import io.uftpengine.core.engine.EngineException.Kind;
import io.uftpengine.crypto.random.SecureIds;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Group addresses as users write them: {@code x} stands for a random part (wire facts 13.1). Stateless. */
final class GroupAddress {
    private static final int OCTET_VALUES = 256;
    private static final int HEXTET_VALUES = 0x10000;

    private GroupAddress() {}

    /**
     * The address meant.
     *
     * @param option for the message
     */
    static InetAddress resolve(String option, String text, SecureIds random) throws EngineException {
        String filled = fill(text.trim(), random);
        if (filled.isEmpty()) {
            throw new EngineException(
                    Kind.CONFIGURATION, option + ": the address is empty; give one such as 230.4.4.1 or ff02::4:1");
        }
        try {
            return InetAddress.getByName(filled);
        } catch (UnknownHostException e) {
            throw new EngineException(
                    Kind.CONFIGURATION,
                    option + " " + text
                            + ": no such address or host; give one such as 230.4.4.1, 230.5.5.x or ff02::4:1",
                    e);
        }
    }

    private static String fill(String text, SecureIds random) {
        boolean isV6 = text.contains(":");
        String[] parts = text.toLowerCase(Locale.ROOT).split(isV6 ? ":" : "\\.", -1);
        if (!isV6 && parts.length != 4) {
            return text;
        }
        StringBuilder filled = new StringBuilder();
        for (String part : parts) {
            if (filled.length() > 0 || !filled.isEmpty()) {
                filled.append(isV6 ? ':' : '.');
            }
            if (part.equals("x")) {
                filled.append(
                        isV6
                                ? Integer.toHexString(1 + random.nextInt(HEXTET_VALUES - 1))
                                : Integer.toString(1 + random.nextInt(OCTET_VALUES - 2)));
            } else {
                filled.append(part);
            }
        }
        return text.startsWith(":") ? text : filled.toString();
    }
}
