package io.uftpengine.docker;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** A file of random bytes (the seed is its size) and the hash of them. */
record TestFile(Path path, long bytes, String hash) {
    private static final int CHUNK = 1 << 16;

    static TestFile create(Path dir, String name, long bytes) throws IOException {
        try {
            Path path = dir.resolve(name);
            Random random = new Random(bytes);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
                byte[] chunk = new byte[CHUNK];
                for (long left = bytes; left > 0; left -= CHUNK) {
                    random.nextBytes(chunk);
                    out.write(chunk, 0, (int) Math.min(CHUNK, left));
                }
            }
            return new TestFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Where a receiver has it. */
    String copy() {
        return Node.INCOMING + "/" + path.getFileName();
    }
}
