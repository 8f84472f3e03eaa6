package io.uftpengine.cli.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code keys}, {@code uftp_keymgt} 5.0.3 and {@code openssl}: each reads what the others write, and says the same of it. */
class KeysIT {
    private static final List<String> KINDS =
            List.of("rsa:1024", "rsa:1056", "rsa:2048", "rsa:3072", "ec:secp256r1", "ec:secp384r1", "ec:secp521r1");
    private static final long TIMEOUT_SECONDS = 60;
    private static final String OPENSSL = "openssl";

    @TempDir
    Path dir;

    /** How a program ended. */
    private record Run(int exitCode, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    @BeforeAll
    static void needsThePrograms() {
        String missing = ReferencePrograms.missing();
        if (missing == null && !isOnPath()) {
            missing = OPENSSL;
        }
        if (missing != null) {
            System.out.println("interoperation of keys skipped: " + missing + " is not there");
        }
        assumeTrue(missing == null, "the key tool and openssl");
    }

    private static boolean isOnPath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, OPENSSL)));
    }

    @Test
    void shouldMakeKeysThatTheOthersReadAlike() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> files = new ArrayList<>();
        for (String kind : KINDS) {
            String file = file(kind);
            Run made = keys(Map.of(), "-g", kind, file);
            assertEquals(0, made.exitCode(), made.toString());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(file))));
            expected.add(made.lines().get(0));
            files.add(file);
            assertEquals(
                    0, run(OPENSSL, "pkey", "-in", file, "-noout", "-check").exitCode(), "openssl reads " + file);
        }
        // Of the reference only standard error.
        assertEquals(expected, reference(files).err().lines().toList());
    }

    @Test
    void shouldReadTheReferencesKeysAlike() throws Exception {
        List<String> files = new ArrayList<>();
        for (String kind : KINDS) {
            String file = file(kind);
            run(ReferencePrograms.keyTool(), "-g", kind, file);
            files.add(file);
        }
        assertReadAlike(files);
    }

    @Test
    void shouldReadOpensslsKeysAlike() throws Exception {
        List<String> files = new ArrayList<>();
        for (int bits = 1024; bits <= 3072; bits += bits < 1120 ? 32 : 480) {
            files.add(openssl("rsa" + bits, "genrsa", "-traditional", Integer.toString(bits)));
        }
        files.add(openssl("rsa-pkcs8", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"));
        for (String curve : List.of("prime256v1", "secp384r1", "secp521r1")) {
            files.add(openssl(curve, "ecparam", "-name", curve, "-genkey", "-noout"));
            files.add(openssl(curve + "-parameters", "ecparam", "-name", curve, "-genkey"));
            files.add(
                    openssl(curve + "-pkcs8", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:" + curve));
        }
        assertReadAlike(files);
    }

    /** The reference asks for the password on its terminal: here openssl is the judge. */
    @Test
    void shouldReadProtectedPkcs8WithItsPassword() throws Exception {
        for (String kind : List.of("rsa:2048", "ec:secp384r1")) {
            String open = file(kind);
            String line = keys(Map.of(), "-g", kind, open).lines().get(0);
            String locked = dir.resolve("locked.pem").toString();
            for (String cipher : List.of("aes256", "aes-128-cbc")) {
                Files.deleteIfExists(Path.of(locked));
                assertEquals(
                        0,
                        run(
                                        OPENSSL,
                                        "pkcs8",
                                        "-topk8",
                                        "-v2",
                                        cipher,
                                        "-passout",
                                        "pass:s\u00e9same",
                                        "-in",
                                        open,
                                        "-out",
                                        locked)
                                .exitCode());
                Run shown = keys(Map.of("UFTP_ENGINE_KEY_PASSWORD", "s\u00e9same"), locked);
                assertEquals(line.replace(open, locked), shown.lines().get(0), shown.toString());
                Path password = Files.writeString(dir.resolve("password"), "s\u00e9same\n");
                Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
                assertEquals(
                        shown.out(),
                        keys(Map.of(), "--key-password-file", password.toString(), locked)
                                .out());
            }
            assertRefused(Map.of(locked, "is protected by a password; give it with --key-password-file"), Map.of());
            assertRefused(
                    Map.of(locked, "does not open with the password"), Map.of("UFTP_ENGINE_KEY_PASSWORD", "other"));
        }
    }

    @Test
    void shouldRefuseWhatIsNoUsableKey() throws Exception {
        String good = openssl("good", "ecparam", "-name", "prime256v1", "-genkey", "-noout");
        Map<String, String> refusals = new LinkedHashMap<>();
        refusals.put(openssl("rsa4096", "genrsa", "-traditional", "4096"), "4096");
        refusals.put(openssl("p192", "ecparam", "-name", "prime192v1", "-genkey", "-noout"), "supported");
        refusals.put(openssl("ed25519", "genpkey", "-algorithm", "ED25519"), "supported");
        String parameters = openssl("dsap", "dsaparam", "1024");
        refusals.put(openssl("dsa", "gendsa", parameters), "supported");
        refusals.put(openssl("public", "pkey", "-in", good, "-pubout"), "no private key");
        refusals.put(
                openssl("locked-rsa", "genrsa", "-traditional", "-aes128", "-passout", "pass:x", "2048"),
                "openssl pkcs8 -topk8");
        refusals.put(
                Files.writeString(
                                dir.resolve("garbage"),
                                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
                        .toString(),
                "damaged");
        refusals.put(dir.toString(), "cannot be read");
        refusals.put(dir.resolve("none").toString(), "does not exist");
        refusals.put("/proc/self/mem", "; ");
        assertRefused(refusals, Map.of());
    }

    @Test
    void shouldOverwriteNothingAsTheReference() throws Exception {
        String file = file("ec:secp256r1");
        assertEquals(0, keys(Map.of(), "-g", "ec:secp256r1", file).exitCode());
        byte[] content = Files.readAllBytes(Path.of(file));
        Run again = keys(Map.of(), "-g", "rsa:1024", file);
        assertEquals(3, again.exitCode());
        assertTrue(again.err().contains(file + ": exists; keys are never overwritten"), again.err());
        run(ReferencePrograms.keyTool(), "-g", "rsa:1024", file);
        assertArrayEquals(content, Files.readAllBytes(Path.of(file)));
        assertEquals(3, keys(Map.of(), "-g", "ec:secp256r1", "/proc/no/key").exitCode());
    }

    private void assertReadAlike(List<String> files) throws Exception {
        List<String> expected = reference(files).err().lines().toList();
        assertEquals(files.size(), expected.size(), expected.toString());
        Run ours = keys(Map.of(), files.toArray(String[]::new));
        assertEquals(0, ours.exitCode(), ours.toString());
        assertEquals(
                expected,
                ours.lines().stream()
                        .filter(line -> line.contains(", fingerprint: "))
                        .toList());
        assertEquals(2 * files.size(), ours.lines().size());
    }

    /** @param words by file, what its reason has to say */
    private static void assertRefused(Map<String, String> words, Map<String, String> environment) throws Exception {
        Run ours = keys(environment, words.keySet().toArray(String[]::new));
        assertEquals(3, ours.exitCode(), ours.toString());
        assertEquals(words.keySet().stream().map(file -> file + ": no such key").toList(), ours.lines());
        List<String> reasons = ours.err()
                .lines()
                .filter(line -> !line.contains("every user of this machine"))
                .toList();
        assertEquals(words.size(), reasons.size(), ours.toString());
        int next = 0;
        for (Map.Entry<String, String> refused : words.entrySet()) {
            String reason = reasons.get(next++);
            assertTrue(reason.contains(refused.getKey() + ": ") && reason.contains(refused.getValue()), reason);
            assertFalse(reason.contains("Exception"), reason);
        }
    }

    private String file(String kind) {
        return dir.resolve(kind.replace(':', '-')).toString();
    }

    private String openssl(String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(OPENSSL));
        command.addAll(List.of(arguments));
        Run run = run(command.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.toString());
        Path file = Files.writeString(dir.resolve(name), run.out());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file.toString();
    }

    private static Run reference(List<String> files) throws Exception {
        List<String> command = new ArrayList<>(List.of(ReferencePrograms.keyTool()));
        command.addAll(files);
        return run(command.toArray(String[]::new));
    }

    private static Run keys(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(Program.engine("keys", true));
        command.addAll(List.of(arguments));
        return run(environment, command.toArray(String[]::new));
    }

    private static Run run(String... command) throws Exception {
        return run(Map.of(), command);
    }

    private static Run run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path err = Files.createTempFile("keys", "err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("UFTP_ENGINE_"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end: " + Arrays.toString(command));
            }
            return new Run(process.exitValue(), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }
}
