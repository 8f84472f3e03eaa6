package io.uftpengine.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysCommandTest {
    private static final String PAIRS = "[0-9A-F]{2}(:[0-9A-F]{2})";

    @TempDir
    Path dir;

    @ParameterizedTest
    @CsvSource({
        "rsa:1024, 'RSA, 1024 bits'",
        "rsa:1056, 'RSA, 1056 bits'",
        "ec:secp256r1, 'ECDSA, curve prime256v1'",
        "ec:prime256v1, 'ECDSA, curve prime256v1'",
        "ec:secp384r1, 'ECDSA, curve secp384r1'",
        "EC:secp521r1, 'ECDSA, curve secp521r1'"
    })
    void shouldMakeAKeyAndShowItInTheReferencesWords(String spec, String words) throws Exception {
        Path file = dir.resolve("key.pem");
        CommandRun made = CommandRun.of("keys", "-g", spec, file.toString());
        assertEquals(0, made.exitCode, made.err());
        assertEquals("", made.err());
        List<String> lines = made.out().lines().toList();
        assertEquals(2, lines.size(), made.out());
        assertTrue(
                lines.get(0).matches("\\Q" + file + ": " + words + ", fingerprint: \\E" + PAIRS + "{19}"),
                lines.get(0));
        assertTrue(lines.get(1).matches("\\Q" + file + ": SHA-256 \\E" + PAIRS + "{31}"), lines.get(1));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        CommandRun shown = CommandRun.of("uftp_keymgt", file.toString());
        assertEquals(0, shown.exitCode, shown.err());
        assertEquals(made.out(), shown.out());
    }

    @Test
    void shouldLetScriptsFindTheReferencesFingerprintOnly() throws Exception {
        CommandRun made = CommandRun.of(
                "keys", "-g", "ec:secp256r1", dir.resolve("key.pem").toString());
        assertEquals(
                1,
                made.out()
                        .lines()
                        .filter(line -> line.contains("fingerprint: "))
                        .count());
    }

    @Test
    void shouldNeverOverwrite() throws Exception {
        Path file = dir.resolve("key.pem");
        CommandRun.of("keys", "-g", "ec:secp256r1", file.toString());
        byte[] content = Files.readAllBytes(file);
        CommandRun again = CommandRun.of("keys", "-g", "ec:secp256r1", file.toString());
        assertEquals(3, again.exitCode);
        assertEquals(
                List.of("uftp-engine: " + file + ": exists; keys are never overwritten: give another name or move it"),
                again.errLines());
        assertArrayEquals(content, Files.readAllBytes(file));
        CommandRun nowhere = CommandRun.of("keys", "-g", "ec:secp256r1", dir + "/no/key.pem");
        assertEquals(3, nowhere.exitCode);
        assertTrue(nowhere.err().contains(dir + "/no/key.pem: cannot be written"), nowhere.err());
    }

    @Test
    void shouldGoOnAfterAKeyThatIsNone() throws Exception {
        Path garbage = Files.writeString(dir.resolve("garbage"), "none\n");
        Path missing = dir.resolve("missing");
        Path good = dir.resolve("good");
        CommandRun.of("keys", "-g", "ec:secp256r1", good.toString());
        CommandRun shown =
                CommandRun.of("keys", garbage.toString(), dir.toString(), missing.toString(), good.toString());
        assertEquals(3, shown.exitCode);
        List<String> lines = shown.out().lines().toList();
        assertEquals(garbage + ": no such key", lines.get(0));
        assertEquals(dir + ": no such key", lines.get(1));
        assertEquals(missing + ": no such key", lines.get(2));
        assertTrue(lines.get(3).startsWith(good + ": ECDSA, curve prime256v1, fingerprint: "), lines.get(3));
        assertEquals(3, shown.errLines().size(), shown.err());
        assertTrue(shown.errLines().get(0).startsWith("uftp-engine: " + garbage + ": has no private key"));
        assertTrue(shown.errLines().get(1).startsWith("uftp-engine: " + dir + ": cannot be read"));
        assertTrue(shown.errLines().get(2).startsWith("uftp-engine: " + missing + ": does not exist; "));
    }

    @Test
    void shouldWarnOfAKeyThatEverybodyCanRead() throws Exception {
        Path file = dir.resolve("key.pem");
        CommandRun.of("keys", "-g", "ec:secp256r1", file.toString());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        CommandRun shown = CommandRun.of("keys", file.toString());
        assertEquals(0, shown.exitCode);
        assertEquals(
                List.of("uftp-engine: " + file
                        + ": a private key that every user of this machine can read; chmod 600 it"),
                shown.errLines());
    }

    @Test
    void shouldPrintOneJsonObject() throws Exception {
        Path file = dir.resolve("key.pem");
        CommandRun.of("keys", "-g", "ec:secp384r1", file.toString());
        CommandRun run = CommandRun.of("keys", "--json", file.toString(), dir + "/none");
        assertEquals(3, run.exitCode);
        Map<String, Object> json = JsonText.object(JsonText.parse(run.out()));
        assertEquals("keys", json.get("role"));
        List<?> keys = (List<?>) json.get("keys");
        Map<?, ?> first = (Map<?, ?>) keys.get(0);
        assertEquals("ECDSA, curve secp384r1", first.get("key"));
        assertNotEquals(first.get("sha256"), first.get("fingerprint"));
        assertTrue(((Map<?, ?>) keys.get(1)).get("error").toString().contains("does not exist"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys | no key file; name key files, or give -g (--generate) and a new one",
                "keys -g rsa:1024 | option -g (--generate): 0 files to store one key in; name one",
                "keys -g rsa:1024 DIR/a DIR/b | option -g (--generate): 2 files to store one key in; name one",
                "keys -g rsa:4096 DIR/a | option -g (--generate): \"rsa:4096\" cannot be made: an RSA key of 4096 bits is"
                        + " outside 1024 to 3072; give a multiple of 32 from 1024 to 3072, like rsa:2048",
                "keys -g rsa:1030 DIR/a | option -g (--generate): \"rsa:1030\" cannot be made: an RSA key of 1030 bits is no"
                        + " multiple of 32; give a multiple of 32 from 1024 to 3072, like rsa:2048",
                "keys -g ec:secp192r1 DIR/a | option -g (--generate): \"ec:secp192r1\" names no known curve; use secp256r1,"
                        + " secp384r1 or secp521r1",
                "keys -d DIR/a | option -d (--delete): key containers exist on Windows only; remove the file itself",
                "keys -x | option -x (--log-level): its value is missing; give --log-level=N",
            })
    void shouldRefuseBadOptionsAndMakeNothing(String args, String message) throws Exception {
        CommandRun run = CommandRun.of(args.replace("DIR", dir.toString()).split(" "));
        assertEquals(1, run.exitCode);
        assertEquals(List.of("uftp-engine: " + message), run.errLines());
        assertEquals("", run.out());
        assertFalse(Files.exists(dir.resolve("a")));
    }

    @Test
    void shouldTakeTheKeyContainersOptionWithANote() throws Exception {
        Path file = dir.resolve("key.pem");
        CommandRun run = CommandRun.of("keys", "-m", "-g", "ec:secp256r1", file.toString());
        assertEquals(0, run.exitCode);
        assertEquals(
                List.of(
                        "uftp-engine: option -m (--system-key-container): key containers exist on Windows only; ignored"),
                run.errLines());
    }
}
