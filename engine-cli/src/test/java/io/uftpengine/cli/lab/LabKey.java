package io.uftpengine.cli.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys to sign with, made and named by the reference's own key tool, once for each test process. */
enum LabKey {
    EC_256("ec:secp256r1"),
    EC_384("ec:secp384r1"),
    EC_521("ec:secp521r1"),
    RSA_2048("rsa:2048"),
    RSA_3072("rsa:3072");

    private static final long TIMEOUT_SECONDS = 60;
    private static final Pattern FINGERPRINT = Pattern.compile("fingerprint: ([0-9A-F:]+)");
    private static final Map<LabKey, String> FINGERPRINTS = new ConcurrentHashMap<>();

    private final String specification;

    LabKey(String specification) {
        this.specification = specification;
    }

    /** As {@code -K} and {@code -g} take it. */
    String specification() {
        return specification;
    }

    /** The file that holds it, readable by its owner alone. */
    Path file() {
        fingerprint();
        return path();
    }

    /** Its fingerprint, as uftp_keymgt prints it. */
    String fingerprint() {
        return FINGERPRINTS.computeIfAbsent(this, key -> key.make());
    }

    /** A fingerprint of the same shape that no key here has. */
    static String strangeFingerprint() {
        return "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33";
    }

    private Path path() {
        return LabSettings.files().resolve("k").resolve(name() + ".pem");
    }

    private String make() {
        try {
            Files.createDirectories(path().getParent());
            Files.deleteIfExists(path());
            String said = keyTool("-g", specification, path().toString());
            Matcher found = FINGERPRINT.matcher(said);
            if (!found.find()) {
                throw new IllegalStateException("uftp_keymgt made no key: " + said);
            }
            Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-------"));
            return found.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keyTool(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ReferencePrograms.keyTool()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("uftp_keymgt does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a key is made", e);
        }
        return said;
    }
}
