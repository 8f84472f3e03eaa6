package io.uftpengine.cli.lab;

import java.nio.file.Files;
import java.nio.file.Path;

/** The packaged reference programs, as {@code peers.sh} installs them. */
final class ReferencePrograms {
    private ReferencePrograms() {}

    /** uftp 5.0.3. */
    static String sender() {
        return directory().resolve("v5/uftp").toString();
    }

    /** uftpd 5.0.3. */
    static String receiver() {
        return directory().resolve("v5/uftpd").toString();
    }

    /** uftp_keymgt 5.0.3. */
    static String keyTool() {
        return directory().resolve("v5/uftp_keymgt").toString();
    }

    /** The first program that cannot be run, or null. */
    static String missing() {
        for (String program : new String[] {sender(), receiver(), keyTool()}) {
            if (!Files.isExecutable(Path.of(program))) {
                return program;
            }
        }
        return null;
    }

    private static Path directory() {
        String fromEnvironment = System.getenv("UFTP_PEERS");
        String fallback = fromEnvironment == null ? "/opt/uftp-peers" : fromEnvironment;
        return Path.of(System.getProperty("uftp.peers", fallback));
    }
}
