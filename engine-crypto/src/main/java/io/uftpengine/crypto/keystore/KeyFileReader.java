package io.uftpengine.crypto.keystore;

import io.uftpengine.crypto.signature.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/**
 * Reads private keys from PEM files: the traditional form that the reference writes, PKCS#8, and password-protected PKCS#8
 * (wire facts 13.4). Like the reference it takes the first private key and passes over text, certificates and public keys
 * before it.
 */
public final class KeyFileReader {
    /** A key file is some kilobytes at most. */
    private static final int MAX_BYTES = 65_536;

    private static final int MAX_OBJECTS = 64;

    private KeyFileReader() {}

    /** Reads a file that has no password. */
    public static KeyFile read(Path file) throws KeyFileException {
        return read(file, KeyPassword.NONE);
    }

    public static KeyFile read(Path file, KeyPassword password) throws KeyFileException {
        byte[] content = content(file);
        try {
            return parse(file, content, password);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private static byte[] content(Path file) throws KeyFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new KeyFileException(
                        file, "is longer than " + MAX_BYTES + " bytes", "give a PEM file with one private key");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new KeyFileException(file, "does not exist", "give an existing key file, or make one with -K", e);
        } catch (AccessDeniedException e) {
            throw new KeyFileException(file, "may not be read by this user", "change its owner or mode", e);
        } catch (IOException e) {
            throw new KeyFileException(file, "cannot be read (" + e.getMessage() + ")", "check the file", e);
        }
    }

    private static KeyFile parse(Path file, byte[] content, KeyPassword password) throws KeyFileException {
        PemPrivateKey parser = new PemPrivateKey(file, password);
        List<String> types = new ArrayList<>();
        SigningKey key = null;
        int keys = 0;
        try (PemReader pem =
                new PemReader(new InputStreamReader(new ByteArrayInputStream(content), StandardCharsets.ISO_8859_1))) {
            for (PemObject object = next(file, pem); object != null; object = next(file, pem)) {
                types.add(object.getType());
                if (types.size() > MAX_OBJECTS) {
                    throw new KeyFileException(file, "has too many PEM blocks", "leave only the key in it");
                }
                try {
                    if (PemPrivateKey.isPrivateKey(object)) {
                        keys++;
                        key = key == null ? parser.parse(object) : key;
                    } else if (key == null) {
                        parser.noteParameters(object);
                    }
                } finally {
                    Arrays.fill(object.getContent(), (byte) 0);
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (key == null) {
            String found = types.isEmpty() ? "no PEM at all" : "only " + String.join(", ", types);
            throw new KeyFileException(
                    file, "has no private key in it (" + found + ")", "give a PEM file with an RSA or EC private key");
        }
        return new KeyFile(key, warnings(file, keys));
    }

    private static PemObject next(Path file, PemReader pem) throws KeyFileException {
        try {
            return pem.readPemObject();
        } catch (IOException | RuntimeException e) {
            throw new KeyFileException(file, "has a damaged PEM block (" + e.getMessage() + ")", "restore it", e);
        }
    }

    private static List<String> warnings(Path file, int keys) {
        List<String> warnings = new ArrayList<>();
        if (keys > 1) {
            warnings.add(file + ": has " + keys + " private keys; only the first is used");
        }
        if (isOpenToOthers(file)) {
            warnings.add(file + ": a private key that every user of this machine can read; chmod 600 it");
        }
        return warnings;
    }

    private static boolean isOpenToOthers(Path file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            return permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (IOException | UnsupportedOperationException noModes) {
            return false;
        }
    }
}
