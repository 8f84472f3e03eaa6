package io.uftpengine.crypto.violations.files;

import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks the rule on files on purpose. */
public final class ReadsFile {
    private ReadsFile() {}

    public static boolean isThere(Path path) {
        return Files.exists(path);
    }
}
