package io.uftpengine.cli.lab;

import java.util.ArrayList;
import java.util.List;

/**
 * What protects a session, as either program takes it on its command line.
 *
 * @param cipher as {@code -Y} names it, or null for what a program takes by itself
 * @param hash as {@code -h} names it, or null
 * @param curve of the key exchange, as {@code -e} names it, or null
 * @param senderKey what the sender signs with, or null for a key of one run
 * @param receiverKey what the receivers sign with, and are asked to; null when they are not asked
 */
record Encryption(String cipher, String hash, String curve, LabKey senderKey, LabKey receiverKey) {
    /** A session in the clear. */
    static final Encryption NONE = new Encryption("none", null, null, null, null);

    /** Whatever a program does when it is told nothing: aes256-gcm (wire facts 13.1). */
    static final Encryption DEFAULT = new Encryption(null, null, null, null, null);

    boolean isClear() {
        return "none".equals(cipher);
    }

    /** Whether receivers have to prove who they are. */
    boolean hasClientAuthentication() {
        return receiverKey != null;
    }

    List<String> senderOptions() {
        List<String> options = new ArrayList<>();
        add(options, "-Y", cipher);
        add(options, "-h", hash);
        add(options, "-e", curve);
        add(options, "-k", senderKey == null ? null : senderKey.file().toString());
        if (hasClientAuthentication()) {
            options.add("-c");
        }
        return options;
    }

    List<String> receiverOptions() {
        List<String> options = new ArrayList<>();
        add(options, "-k", receiverKey == null ? null : receiverKey.file().toString());
        return options;
    }

    private static void add(List<String> options, String letter, String value) {
        if (value != null) {
            options.add(letter);
            options.add(value);
        }
    }
}
