package io.uftpengine.crypto.keystore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.uftpengine.crypto.signature.KeySpec;
import io.uftpengine.crypto.signature.SigningKey;
import io.uftpengine.crypto.testkit.KeyFixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFileWriterTest {
    @TempDir
    Path directory;

    /** A key that the reference wrote comes out byte for byte as it was. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ref-ec-secp256r1.pem",
                "ref-ec-secp384r1.pem",
                "ref-ec-secp521r1.pem",
                "ref-rsa-1024.pem",
                "ref-rsa-1056.pem",
                "ref-rsa-2048.pem",
                "ref-rsa-3072.pem"
            })
    void shouldWriteAsTheReferenceDoes(String name) throws Exception {
        Path file = directory.resolve(name);
        KeyFileWriter.write(file, KeyFileReader.read(KeyFixtures.path(name)).key());
        assertEquals(Files.readString(KeyFixtures.path(name)), Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec:secp256r1", "ec:secp384r1", "ec:secp521r1", "rsa:1024", "rsa:2048"})
    void shouldReadBackWhatItWrote(String spec) throws Exception {
        SigningKey key = SigningKey.generate(KeySpec.parse(spec));
        Path file = directory.resolve("key");
        KeyFileWriter.write(file, key);
        KeyFile read = KeyFileReader.read(file);
        assertEquals(key.toString(), read.key().toString());
        assertEquals(key.sha256Fingerprint(), read.key().sha256Fingerprint());
        assertEquals(List.of(), read.warnings());
    }

    @Test
    void shouldNeverOverwrite() throws Exception {
        Path file = directory.resolve("key");
        Files.writeString(file, "mine");
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        String message = assertThrows(KeyFileException.class, () -> KeyFileWriter.write(file, key))
                .getMessage();
        assertTrue(message.contains(file + ": exists") && message.contains("never overwritten"), message);
        assertEquals("mine", Files.readString(file));
        Path link = directory.resolve("link");
        Path target = directory.resolve("target");
        Files.createSymbolicLink(link, target);
        assertThrows(KeyFileException.class, () -> KeyFileWriter.write(link, key));
        assertFalse(Files.exists(target), "nor through a link");
    }

    @Test
    void shouldSayWhyAFileCannotBeWritten() throws Exception {
        SigningKey key = SigningKey.generate(KeySpec.DEFAULT);
        Path file = directory.resolve("absent").resolve("key");
        String message = assertThrows(KeyFileException.class, () -> KeyFileWriter.write(file, key))
                .getMessage();
        assertTrue(message.startsWith(file + ": cannot be written"), message);
        key.destroy();
        Path other = directory.resolve("destroyed");
        assertThrows(KeyFileException.class, () -> KeyFileWriter.write(other, key));
        assertFalse(Files.exists(other));
    }
}
