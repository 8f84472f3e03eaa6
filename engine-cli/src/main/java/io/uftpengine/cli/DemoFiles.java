package io.uftpengine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The demo's files, in a temporary directory that goes away with this object. */
final class DemoFiles implements AutoCloseable {
    private static final int FILE_BYTES = 32 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    /**
     * What a receiver got.
     *
     * @param sha256 hexadecimal, "missing" without a file
     */
    record Copy(Path path, String sha256, boolean isRight) {}

    private final Path directory;
    private final Interruption interruption;
    private final List<Path> receiverDirectories = new ArrayList<>();

    private DemoFiles(Path directory, Interruption interruption) {
        this.directory = directory;
        this.interruption = interruption;
    }

    /** @param interruption ends the making and checking of files, so that they can be removed in time */
    static DemoFiles create(int receivers, Interruption interruption) throws IOException {
        DemoFiles files = new DemoFiles(Files.createTempDirectory("uftp-engine-demo-"), interruption);
        for (int i = 1; i <= receivers; i++) {
            files.receiverDirectories.add(Files.createDirectory(files.directory.resolve("receiver-" + i)));
        }
        return files;
    }

    List<Path> receiverDirectories() {
        return receiverDirectories;
    }

    /** A file of random bytes. */
    Path makeFile() throws IOException, CommandException {
        Path file = directory.resolve("demo.bin");
        Random random = new Random();
        byte[] chunk = new byte[CHUNK_BYTES];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < FILE_BYTES; written += CHUNK_BYTES) {
                interruption.check();
                random.nextBytes(chunk);
                out.write(chunk);
            }
        }
        return file;
    }

    /** Compares every receiver's copy with the original. */
    List<Copy> check(Path original) throws IOException, CommandException {
        String right = sha256(original);
        List<Copy> copies = new ArrayList<>();
        for (Path receiverDirectory : receiverDirectories) {
            Path path = receiverDirectory.resolve(original.getFileName());
            String found = Files.isRegularFile(path) ? sha256(path) : "missing";
            copies.add(new Copy(path, found, found.equals(right)));
        }
        return copies;
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException | UncheckedIOException fault) {
            Logging.logger().warn("temporary files are left in {}: {}", directory, fault.toString());
        }
    }

    private String sha256(Path file) throws IOException, CommandException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        byte[] chunk = new byte[CHUNK_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                interruption.check();
                digest.update(chunk, 0, length);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
