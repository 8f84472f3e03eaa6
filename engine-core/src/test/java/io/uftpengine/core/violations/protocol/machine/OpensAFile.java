package io.uftpengine.core.violations.protocol.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks rules 3 and 5 on purpose. */
final class OpensAFile {
    private OpensAFile() {}

    static long size(Path path) throws IOException {
        return Files.size(path);
    }
}
