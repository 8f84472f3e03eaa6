package io.uftpengine.core.config;

import io.uftpengine.crypto.keystore.KeyPassword;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the password of a protected key file comes from: {@code --key-password-file}, else the environment variable
 * {@code UFTP_ENGINE_KEY_PASSWORD}. There is no option for the password itself, every user of a machine can read its command
 * lines.
 */
public final class KeyPasswordSource {
    /** The variable's name after the prefix. */
    private static final String VARIABLE = "KEY_PASSWORD";

    private static final int MAX_BYTES = 1_024;

    private KeyPasswordSource() {}

    /**
     * Reads the password file, if there is one.
     *
     * @param warnings takes what the user should know
     */
    public static KeyPassword of(Settings settings, List<String> warnings) throws OptionException {
        Optional<String> file = settings.find(CommonOptions.KEY_PASSWORD_FILE);
        if (file.isPresent()) {
            char[] password = read(file.get(), warnings);
            return keyFile -> password.clone();
        }
        Optional<String> variable = settings.variable(VARIABLE);
        return keyFile -> variable.map(String::toCharArray).orElse(null);
    }

    private static char[] read(String name, List<String> warnings) throws OptionException {
        byte[] content;
        try {
            Path file = NativePath.of(name);
            try (InputStream in = Files.newInputStream(file)) {
                content = in.readNBytes(MAX_BYTES + 1);
            }
            if (isOpenToOthers(file)) {
                warnings.add(file + ": a password that every user of this machine can read; chmod 600 it");
            }
        } catch (IOException unreadable) {
            throw fault(name, "cannot be read: " + unreadable, "name a readable file");
        } catch (InvalidPathException invalid) {
            throw fault(name, "is not a file name", "name a readable file");
        }
        try {
            return password(name, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** The first line. */
    private static char[] password(String name, byte[] content) throws OptionException {
        int length = 0;
        while (length < content.length && content[length] != '\n' && content[length] != '\r') {
            length++;
        }
        if (length == 0 || length > MAX_BYTES) {
            throw fault(name, "has no password of 1 to " + MAX_BYTES + " bytes", "write it into the first line");
        }
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content, 0, length));
            char[] password = new char[text.remaining()];
            text.get(password);
            Arrays.fill(text.array(), '\0');
            return password;
        } catch (CharacterCodingException notText) {
            throw fault(name, "is not UTF-8 text", "write the password into the first line");
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
        } catch (UnsupportedOperationException noModes) {
            return false;
        }
    }

    private static OptionException fault(String name, String cause, String cure) {
        return OptionException.ofKeys(CommonOptions.KEY_PASSWORD_FILE, name + " " + cause, cure);
    }
}
